/** Short and familiar forms of given names, folded: each line begins with the full form. One form may belong to several. */
const families = `
abdul abdullah abdal
abigail abby abbie gail
albert al bert bertie
alexander alex al sandy alec xander
alexandra alex sandra lexi sasha
alfred alf alfie fred
alison ali allie
amanda mandy
amelia amy millie mia
andrew andy drew
angela angie
ann anne anna annie nan
anthony tony ant
antony tony ant
arthur art
barbara barb babs
benjamin ben benny
bernard bernie
bridget biddy bridie
caroline carol carrie
catherine cath cathy kate katie kathy kit cat
katherine kath kathy kate katie kat cathy
charles charlie chas chuck
charlotte lottie charlie
christine chris tina christina
christopher chris kit topher
clifford cliff
daniel dan danny
david dave davy
deborah deb debbie debra
dennis den denny
donald don donny
dorothy dot dolly
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth liz lizzie beth betty bess eliza libby lisa elsie
emily em emmy millie
emma em
ewa eva
florence flo florrie
frances fran frankie
francis frank frankie
frederick fred freddie
gareth gaz
gary gaz
geoffrey geoff jeff
george georgie
gerald gerry
gillian gill jill
gordon gordy
grace gracie
gregory greg
harold harry hal
harry henry hal
henry harry hank
hannah hanna
helen ellen nell
herbert bert herb
hugh hughie
ian iain
isabella isabel bella izzy isobel
jacob jake
jacqueline jackie
james jim jimmy jamie jem
jane janie jenny
janet jan
jennifer jen jenny
jeremy jerry jez
jessica jess jessie
joan joanie
joanna jo joanne
john johnny jack jon
jonathan jon jonny
joseph joe joey jo
josephine jo josie
joshua josh
judith judy jude
julian jules
karen kaz
kenneth ken kenny
kimberley kim
lawrence larry laurie
leonard len lenny leo
lesley les
leslie les
lillian lily lil
louise lou
lucy lou
madeleine maddie
malcolm malc
margaret maggie meg peggy marge madge rita greta daisy
maria marie mary
martin marty
mary molly polly may
matthew matt
maurice mo
maxwell max
michael mike mick micky mikey
mohammed mohammad muhammad mohamed mo mohd
natalie nat
natasha tasha
nathaniel nat nathan nate
nicholas nick nicky
nicola nicky nikki
norman norm
olivia liv livvy
oliver ollie
pamela pam
patricia pat trish tricia patsy
patrick pat paddy
pauline paula
peter pete
philip phil pip
rachel rach
raymond ray
rebecca becky becca
reginald reg
richard rick ricky dick rich richie
robert rob bob bobby robbie bert
roderick rod
rodney rod
roger rog
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie
sharon shaz
sidney sid
simon si
sophia sophie
stanley stan
stephanie steph
stephen steve steven stevie
steven steve stephen stevie
stuart stu stewart
susan sue susie suzie
suzanne sue suzie
sylvia syl
terence terry
theodore ted teddy theo
theresa terry tess tessa teresa
thomas tom tommy
timothy tim timmy
tracey trace
valerie val
vera verity
veronica ronnie vera
victor vic
victoria vicky tori
vincent vince vinny
violet vi
walter wally walt
wendy wend
wilfred wilf
william will bill billy liam willy
winifred win winnie
yusuf yousef joseph
yvonne vonnie
zachary zach zack
zoltan zoli`;

const fullForms = new Map<string, Set<string>>();
for (const line of families.trim().split('\n')) {
  const [full = '', ...short] = line.split(' ');
  for (const name of [full, ...short]) fullForms.set(name, (fullForms.get(name) ?? new Set<string>()).add(full));
}

/** Whether two folded given names can be of one person: one is a familiar form of the other, or both of a third. */
export function sameByNickname(a: string, b: string): boolean {
  const [ofA, ofB] = [fullForms.get(a), fullForms.get(b)];
  return ofA !== undefined && ofB !== undefined && [...ofA].some((full) => ofB.has(full));
}

/** Other forms of a folded given name. */
export function otherForms(name: string): string[] {
  const full = fullForms.get(name);
  if (full === undefined) return [];
  return [...fullForms]
    .filter(([form, of]) => form !== name && [...of].some((one) => full.has(one)))
    .map(([form]) => form);
}
