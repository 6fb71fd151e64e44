import type { Effects } from "../effects.ts";
import type { Run } from "../run.ts";
import { LONG_NAME } from "./long-name.ts";
import type { Rows } from "./row.ts";
import { Tally } from "./tally.ts";

/** Programs that tell something of the machine, its users, its processes and its clock. */
export const SYSTEM_INFO: Rows = [
  {
    names:
      "echo gecho printf gprintf true false seq gseq yes gyes expr gexpr test [ sleep gsleep factor numfmt cal ncal banner figlet fortune sl cmatrix ascii ",
    source: "POSIX echo, printf, expr, test, sleep; GNU coreutils manual 15, 16, 26",
    does: "prints",
    open: true,
    options: "-f=<",
  },
  { names: ":", source: "POSIX colon", does: "prints", open: true },
  {
    names: `uname nproc uptime whoami groups users who w id logname tty hostid last lastb pinky locale lscpu lsblk lsusb lspci lsmod lsmem lsns lsipc
      lslogins lsfd lsscsi lsb_release lsinitramfs free vmstat iostat mpstat tload pgrep pidof pidwait pstree pwdx procs df duf dfc dysk findmnt acpi ipcs quota repquota numastat tput infocmp systemd-detect-virt systemd-cgls systemd-path runlevel sw_vers vm_stat ioreg system_profiler machine zdump getenforce sestatus matchpathcon getsebool getpcaps cpuid cpufreq-info ausyscall modinfo lsinitrd`,
    source:
      "POSIX uname, who, id, ps, df; util-linux, procps and sysstat manuals; Apple's manual pages",
    does: "prints",
    open: true,
    options: "-o=? --file=< -f=?",
  },
  {
    names: "cowsay cowthink",
    source: "cowsay(1): -f runs a file as Perl",
    does: "prints",
    options: "-b -d -g -p -s -t -w -y -n -e= -T= -W= -l -f=!",
  },
  {
    names: "calendar",
    source: "calendar(1): -a mails users",
    does: "prints",
    options: "-A= -B= -f=< -t= -l=",
  },
  {
    names: "dmidecode biosdecode",
    source: "dmidecode(8)",
    does: "prints",
    options:
      "-q,--quiet -s,--string= -t,--type= -u,--dump --dump-bin=> --from-dump=< -H,--handle= --no-sysfs -d,--dev-mem=<",
  },
  {
    names: "pidstat sar",
    source: "sysstat pidstat(1): -e runs a program; sar(1): -o writes",
    does: "prints",
    options:
      "-d -r -u -w -s -t -l -h -p= -C= -T= -U=? -G= -e=! -o=> -f=< -A -b -B -q -n= -P= -S -F -v -W -1 -i= -R -H -I= --human --dec=",
  },
  {
    names: "inxi neofetch fastfetch screenfetch pfetch rfetch onefetch utmpdump lastlog tuptime",
    source: "documentation of each",
    does: "prints",
    options: "-F -b -c=! -u= -t= -r -f -B -M -C -S -G -A -N -D -p -l --list --stdout --off",
  },
  {
    names: "vnstat",
    source: "vnstat(1): other long options change its database",
    does: "prints",
    options:
      "-h -d -m -y -t -hg -l -s -i= -5 --iface= --json=? --oneline --short --live --hours --days --months --years --top",
  },
  {
    names: "pmap",
    source: "procps pmap(1): other options write a file of settings",
    does: "prints",
    options: "-x,--extended -X -d,--device -q,--quiet -p,--show-path -A,--range=",
  },
  { names: "finger", source: "finger(1)", does: "prints", open: true, words: [[/@/, "sends"]] },
  {
    names: "getent",
    source: "getent(1)",
    does: "prints",
    words: [
      [/shadow/, "reveals"],
      [/^passwd$/, "reads"],
      [/^(?:hosts|ahosts(?:v[46])?|networks)$/, "asks"],
      [LONG_NAME, "sends"],
    ],
    options: "-s= -i",
  },
  {
    names: "ausearch aureport",
    source: "ausearch(8): --checkpoint writes",
    does: "prints",
    options:
      "-m,--message= -k,--key= -ts,--start= -te,--end= -i,--interpret -ui= -ua= -x= -f= -sc= --success= --failed -au -l -e --summary -n -p -t -u -c -a= --checkpoint=>",
  },
  {
    names: "arch",
    source: "GNU coreutils manual 21.2; arch(1) of macOS runs a program",
    does: "runs",
    bare: "prints",
  },
  {
    names: "lshw sensors",
    source: "lshw(1): -dump writes; sensors(1): -s sets",
    does: "prints",
    options: "-short -businfo -html -xml -json -class= -C= -numeric -quiet -sanitize -f -A -u -j",
  },
  { names: "lsof", source: "lsof(8)", does: "prints", open: true, options: "-D=>" },
  {
    names: "fuser",
    source: "fuser(1): -k kills",
    does: "prints",
    options:
      "-v,--verbose -m,--mount -n,--namespace= -u,--user -a -s -c -M -l -4 -6 -k,--kill# -i -w",
  },
  {
    names: "ss netstat ifstat nstat ",
    source: "ss(8): -K closes sockets; netstat(8)",
    does: "prints",
    open: true,
    options: "-K,--kill# -F=<  -D=>",
  },
  {
    names: "date gdate",
    source: "GNU coreutils manual 21.1",
    does: "prints",
    open: true,
    options: "-d,--date= -f=< -r,--reference= -s,--set=# -I=? --file=< -u -j -v= -R",
    words: [[/^[^+]/, "changes"]],
  },
  {
    names: "hostname dnsdomainname domainname nisdomainname ypdomainname",
    source: "hostname(1): an operand sets it",
    does: "changes",
    bare: "prints",
    options:
      "-f,--fqdn,--long -i,--ip-address -I,--all-ip-addresses -s,--short -d,--domain -A -a,--alias -F,--file=+ -b+ -y",
  },
  {
    names: "ps",
    source: "ps(1): e without a dash shows the environment",
    does: "reads",
    read: processes,
  },
  {
    names: "env printenv",
    source: "GNU coreutils manual 17.2, 23.2; a command of env's is a run of its own",
    does: "reads",
    read: environment,
  },
];

/** Variables that hold nothing to keep secret. */
const PLAIN =
  /^(?:-0|--null|COLUMNS|DISPLAY|EDITOR|HOME|HOST(?:NAME)?|LANG|LANGUAGE|LC_\w+|LINES|LOGNAME|MANPATH|OLDPWD|PATH|PWD|SHELL|SHLVL|TERM|TMPDIR|TZ|USER|XDG_\w+)$/;

/** The variables of the environment count as a file, for they often hold secrets. */
function environment(run: Run): Effects {
  const names = run.words.slice(1);
  if (
    run.words[0] === "printenv" &&
    names.length > 0 &&
    names.every((name) => name !== undefined && PLAIN.test(name))
  )
    return new Tally().result();
  const tally = new Tally().reads(["/proc/self/environ"]);
  if (
    run.words[0] !== "printenv" &&
    !names.every((name) => name === "-p" || name === "-0" || name === "--null")
  )
    tally.anything(`\`${run.words[0] ?? ""}\` may set what other programs obey`);
  return tally.result();
}

const TAKES_VALUE =
  /^(?:-[A-Za-z]*[oOCUugGptskq]|--(?!deselect|forest|headers|no-headers|version|info|help)[a-z-]+|[oO])$/;

/** The environment of processes is shown by an `e` among options without a dash. */
function processes(run: Run): Effects {
  const tally = new Tally();
  const shows = run.words.some((word, index) => {
    if (index === 0) return false;
    if (word === undefined) return true;
    const before = run.words[index - 1] ?? "";
    return /^[A-Za-z]*e/.test(word) && (index === 1 || !TAKES_VALUE.test(before));
  });
  return (shows ? tally.reads(["/proc/self/environ"]) : tally).result();
}
