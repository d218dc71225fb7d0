# The slow twin of src/claims/rules/reaching.ts, written from the words of src/claims/rules/contract.ts: it looks at every day.
# Days are numbers, hours are hundredths a week, money is pence. Empty is not known, or not asked for.
# Use: Rscript milestones.R FOLDER AS_OF, with people.csv, jobs.csv, terms.csv, weeks.csv, rules.csv, thresholds.csv in FOLDER
args <- commandArgs(trailingOnly = TRUE)
table_of <- function(name) read.csv(file.path(args[1], name), na.strings = "", stringsAsFactors = FALSE)
people <- table_of("people.csv")
jobs <- table_of("jobs.csv")
terms <- table_of("terms.csv")
weeks <- table_of("weeks.csv")
rules <- table_of("rules.csv")
thresholds <- table_of("thresholds.csv")
as_of <- as.integer(args[2])

# Completed years between two day numbers.
years <- function(born, on) {
  a <- as.POSIXlt(as.Date(born, origin = "1970-01-01"))
  b <- as.POSIXlt(as.Date(on, origin = "1970-01-01"))
  b$year - a$year - (b$mon < a$mon || (b$mon == a$mon && b$mday < a$mday))
}

# Of a job, for every day: is it held, its hours a week on that day, and the hours and the pay that fall on the day itself, each in
# 420ths. A day without a week on file has a seventh of what is agreed. A week on file is shared out over its days in the job.
daily <- function(job, days) {
  last <- if (is.na(job$ended) || job$ended > as_of) as_of else job$ended
  held <- !is.na(job$started) & days >= job$started & days <= last
  mine <- terms[terms$job == job$job, ]
  week <- weeks[weeks$job == job$job, ]
  zero <- identical(job$kind, "zero_hours")
  weekly <- numeric(length(days))
  hours <- numeric(length(days))
  pay <- numeric(length(days))
  for (i in seq_along(days)) {
    d <- days[i]
    agreed <- 0
    wage <- 0
    for (n in seq_len(nrow(mine))) if (n == 1 || mine$from[n] <= d) {
      agreed <- if (is.na(mine$hours[n]) || zero) 0 else mine$hours[n]
      wage <- if (is.na(mine$wage[n])) 0 else mine$wage[n]
    }
    if (held[i]) {
      weekly[i] <- agreed
      hours[i] <- 60 * agreed
      pay[i] <- 60 * agreed * wage
    }
    for (n in seq_len(nrow(week))) {
      seven <- week$monday[n] + 0:6
      # The end of the job counts whenever it is, also after the day of the question.
      worked <- seven[(is.na(job$started) | seven >= job$started) & (is.na(job$ended) | seven <= job$ended)]
      if (!(d %in% worked) || d > as_of) next
      share <- 420 / length(worked)
      if (!is.na(week$hours[n])) {
        weekly[i] <- week$hours[n]
        hours[i] <- share * week$hours[n]
        pay[i] <- share * week$hours[n] * wage
      }
      if (!is.na(week$pence[n])) pay[i] <- share * week$pence[n] * 100
    }
  }
  if (identical(job$kind, "self_employed")) pay[] <- 0
  list(held = held, weekly = weekly, hours = hours, pay = pay)
}

cat("person,rule,reached,on\n")
for (p in seq_len(nrow(people))) {
  attached <- people$attached[p]
  # A week may have begun some days before the attachment.
  days <- seq(attached - 7, as_of)
  all <- jobs[jobs$person == people$person[p], ]
  all <- all[(is.na(all$started) & (is.na(all$ended) | all$ended >= attached)) |
    (!is.na(all$started) & all$started >= attached & all$started <= as_of), ]
  each <- lapply(seq_len(nrow(all)), function(n) daily(all[n, ], days))
  for (r in seq_len(nrow(rules))) {
    rule <- rules[r, ]
    counts <- if (is.na(rule$kinds)) {
      is.na(all$kind) | all$kind != "permitted"
    } else {
      is.na(all$kind) | all$kind %in% strsplit(rule$kinds, " ")[[1]]
    }
    which_jobs <- which(counts)
    held <- rep(FALSE, length(days))
    own <- rep(FALSE, length(days))
    held_hours <- numeric(length(days))
    hours <- numeric(length(days))
    pay <- numeric(length(days))
    for (j in which_jobs) {
      held <- held | each[[j]]$held
      held_hours <- held_hours + ifelse(each[[j]]$held, each[[j]]$weekly, 0)
      hours <- hours + each[[j]]$hours
      pay <- pay + each[[j]]$pay
      if (identical(all$kind[j], "self_employed")) own <- own | each[[j]]$held
    }
    work <- if (is.na(rule$least)) held else held & held_hours >= rule$least
    reached <- FALSE
    on <- NA
    if (rule$kind == "job start") {
      if (is.na(rule$least)) {
        reached <- length(which_jobs) > 0
        starts <- all$started[which_jobs]
        if (any(!is.na(starts))) on <- min(starts, na.rm = TRUE)
      } else if (any(work)) {
        reached <- TRUE
        on <- days[which(work)[1]]
      } else {
        for (j in which_jobs) if (is.na(all$started[j]) && !identical(all$kind[j], "zero_hours")) {
          h <- tail(terms$hours[terms$job == all$job[j]], 1)
          if (length(h) == 1 && !is.na(h) && h >= rule$least) reached <- TRUE
        }
      }
    } else if (rule$kind == "days in work") {
      since <- -Inf
      for (i in seq_along(days)) {
        if (!work[i]) next
        before <- which(work[seq_len(i - 1)])
        if (!is.na(rule$longest) && length(before) > 0 && i - max(before) - 1 > rule$longest) since <- i
        if (sum(work[max(1, i - rule$within + 1, since):i]) >= rule$need) {
          on <- days[i]
          break
        }
      }
    } else if (rule$kind == "weeks in work") {
      at <- which(work)
      if (length(at) > 0) {
        breaks <- which(diff(at) - 1 > (if (is.na(rule$longest)) Inf else rule$longest))
        first <- days[at[c(1, breaks + 1)]]
        last <- days[at[c(breaks, length(at))]]
        for (n in seq_along(first)) {
          low <- if (n == 1) -Inf else last[n - 1] + 1
          high <- if (n == length(first)) as_of else first[n + 1] - 1
          # In sevens from any day in work of this window after a day that is none; or from Monday.
          begins <- days[at[days[at] >= first[n] & days[at] <= last[n] & !(days[at] - 1) %in% days[at]]]
          if (rule$week == "monday") begins <- first[n] - ((first[n] + 3) %% 7)
          for (begin in begins) {
            good <- c()
            k <- 0
            while (begin + 7 * k <= last[n] && begin + 7 * k + 6 <= high) {
              inside <- days >= begin + 7 * k & days <= begin + 7 * k + 6
              mine <- inside & days >= low
              h <- if (is.na(rule$hours)) NA else sum(hours[mine]) >= 420 * rule$hours
              m <- if (is.na(rule$pence)) NA else sum(pay[mine]) >= 42000 * rule$pence
              good <- c(good, if (is.na(h) && is.na(m)) {
                sum(work[inside]) == 7
              } else if (identical(rule$enough, "either")) {
                any(h, m, na.rm = TRUE)
              } else {
                all(h, m, na.rm = TRUE)
              })
              if (good[k + 1] && sum(good[max(1, k - rule$within + 2):(k + 1)]) >= rule$need) {
                on <- min(on, begin + 7 * k + 6, na.rm = TRUE)
                break
              }
              k <- k + 1
            }
          }
        }
      }
    } else if (rule$kind == "earnings") {
      mine <- thresholds[thresholds$rule == rule$rule, ]
      begun <- mine$from[mine$from <= attached]
      mine <- mine[mine$from == (if (length(begun) > 0) max(begun) else min(mine$from)), ]
      born <- people$born[p]
      if (is.na(born) || born > attached) {
        asked <- max(mine$pence)
      } else {
        youngest <- ifelse(is.na(mine$age), 0, mine$age)
        fits <- youngest[youngest <= years(born, attached)]
        asked <- mine$pence[youngest == (if (length(fits) > 0) max(fits) else min(youngest))][1]
      }
      timely <- days >= attached & days < attached + rule$within
      enough <- timely & (cumsum(ifelse(timely, pay, 0)) >= asked * 42000 | cumsum(timely & own) >= rule$own)
      if (any(enough)) on <- days[which(enough)[1]]
    }
    if (!is.na(on)) reached <- TRUE
    cat(people$person[p], ",", rule$rule, ",", as.integer(reached), ",", if (is.na(on)) "" else on, "\n", sep = "")
  }
}
