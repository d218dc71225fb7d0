# The slow twin of `newel sustained`, written from the definitions (DEFINITIONS.md 7 to 9) and from nothing else: it looks at
# every day of every window.
# Use: Rscript sustained.R JOBS.csv NEED_DAYS WITHIN_DAYS AS_OF
args <- commandArgs(trailingOnly = TRUE)
jobs <- read.csv(args[1], colClasses = "character", strip.white = TRUE, na.strings = "")
need <- as.integer(args[2])
within <- as.integer(args[3])
as_of <- as.Date(args[4])
started <- as.Date(jobs$started_on, "%Y-%m-%d")
ended <- as.Date(jobs$ended_on, "%Y-%m-%d")
cat("referral_id,reached_on,best_days\n")
for (person in unique(jobs$referral_id)) {
  mine <- which(jobs$referral_id == person & !is.na(started) & started <= as_of)
  worked <- numeric(0)
  for (i in mine) {
    last <- if (is.na(ended[i]) || ended[i] > as_of) as_of else ended[i]
    if (last >= started[i]) worked <- c(worked, seq(as.integer(started[i]), as.integer(last)))
  }
  worked <- unique(worked)
  best <- 0
  reached <- ""
  if (length(worked) > 0) {
    for (day in seq(min(worked), as.integer(as_of))) {
      n <- sum(worked > day - within & worked <= day)
      if (n > best) best <- n
      if (reached == "" && n >= need) reached <- format(as.Date(day, origin = "1970-01-01"))
    }
  }
  cat(person, ",", reached, ",", best, "\n", sep = "")
}
