import type { Effects } from "../effects.ts";
import type { Run } from "../run.ts";
import type { Rows } from "./row.ts";
import { Tally } from "./tally.ts";

/** What ip(8) shows or changes. */
const IP_OBJECTS: readonly string[] =
  "a addr address l link r route n neigh neighbor ru rule m maddr netns tunnel tuntap mroute nexthop vrf".split(
    " ",
  );

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
      lslogins lsfd lsscsi lsb_release lsinitramfs free vmstat iostat mpstat tload pgrep pidof pidwait pstree pmap pwdx ps procs df duf dfc dysk findmnt       acpi       ipcs quota repquota numastat tput infocmp systemd-detect-virt systemd-cgls systemd-path runlevel sw_vers vm_stat ioreg system_profiler machine       zdump getenforce sestatus matchpathcon getsebool getpcaps cpuid cpufreq-info ausyscall modinfo lsinitrd `,
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
      "-h -d -m -y -t -hg -l -s -i= -5 --json=? --oneline --short --live --hours --days --months --years --top",
  },
  { names: "finger", source: "finger(1)", does: "prints", open: true, words: [[/@/, "sends"]] },
  {
    names: "getent",
    source: "getent(1)",
    does: "prints",
    words: [[/shadow/, "reveals"]],
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
    names: "env printenv",
    source: "GNU coreutils manual 17.2, 23.2; a command of env's is a run of its own",
    does: "reads",
    read: environment,
  },
  {
    names: "sysctl",
    source: "sysctl(8)",
    does: "prints",
    options:
      "-a,--all -n,--values -e,--ignore -N,--names -b -A -d -w,--write# -p,--load=?! --system! -q",
    words: [[/=/, "wrecks"]],
  },
  {
    names: "dmesg",
    source: "dmesg(1)",
    does: "prints",
    options:
      "-H,--human -T,--ctime -l,--level= -f,--facility= -k -x -w,--follow -L,--color=? -t -e -r -n=+ -c,--read-clear# -C,--clear# -D+ -E+ -P -S -W -u --since= --until= --time-format=",
  },
  {
    names: "journalctl",
    source: "journalctl(1)",
    does: "prints",
    options: `-u,--unit= -f,--follow -n,--lines=? -b,--boot=? -k,--dmesg -p,--priority= -S,--since= -U,--until= -o,--output= -r,--reverse -e,--pager-end -x,--catalog --no-pager
      -t,--identifier= --user-unit= --user --system --list-boots --disk-usage -q -a -m --header --utc -g,--grep= -D,--directory= --file= -F,--field= -N --verify --vacuum-size=# --vacuum-time=# --vacuum-files=# --rotate+ --flush+ --sync+ --cursor-file=> --setup-keys!`,
  },
  {
    names:
      "timedatectl hostnamectl localectl loginctl networkctl resolvectl bootctl coredumpctl busctl machinectl portablectl userdbctl homectl oomctl",
    source: "systemd manuals",
    does: "changes",
    bare: "prints",
    options:
      "--no-pager --no-legend -a,--all -p,--property= -l --json= -t,--transient -H=! -M=! --static --pretty",
    commands: [
      {
        names:
          "status show list show-timesync timesync-status list-timezones list-locales list-keymaps list-sessions list-users list-seats session-status user-status seat-status list-images lldp query statistics dns domain info tree show-session show-user introspect",
        does: "prints",
      },
    ],
  },
  {
    names: "systemctl",
    source: "systemctl(1)",
    does: "changes",
    bare: "prints",
    options:
      "--no-pager --no-legend -a,--all -t,--type= --state= -l,--full -n,--lines= -o,--output= --user --system -p,--property= --failed --plain --reverse --value -q -r --now -f,--force --show-types -H,--host=! -M,--machine=!",
    commands: [
      {
        names:
          "status show cat list-units list-unit-files list-timers list-sockets list-dependencies list-jobs list-machines list-automounts list-paths is-active is-enabled is-failed is-system-running get-default show-environment help",
        does: "prints",
      },
      {
        names:
          "stop kill disable mask poweroff reboot halt kexec suspend hibernate rescue emergency isolate delete clean exit switch-root soft-reboot",
        does: "wrecks",
      },
    ],
  },
  {
    names: "systemd-analyze",
    source: "systemd-analyze(1)",
    does: "changes",
    bare: "prints",
    options: "--no-pager --user --system --man=? --fuzz= --order --require",
    commands: [
      {
        names:
          "time blame critical-chain plot dot dump unit-paths calendar timespan timestamp security verify cat-config exit-status capability condition unit-files syscall-filter filesystems",
        does: "prints",
      },
    ],
  },
  {
    names:
      "service initctl rc-service launchctl sv svc supervisorctl pm2 rc-update rc-status rc chkconfig update-rc.d",
    source: "service(8); launchctl(1); supervisorctl documentation; PM2 documentation",
    does: "changes",
    bare: "changes",
    options: "--status-all~",
    commands: [
      {
        names: "list status print print-disabled blame version dumpstate ls describe show info",
        does: "prints",
      },
      { names: "stop kill delete unload bootout remove disable", does: "wrecks" },
    ],
    words: [[/^(?:stop|kill)$/, "wrecks"]],
  },
  {
    names: "kill pkill killall killall5 skill xkill fkill",
    source: "POSIX kill; procps pkill(1)",
    does: "wrecks",
    options: "-l,--list~ -L,--table~",
  },
  {
    names: "shutdown reboot halt poweroff init telinit",
    source: "shutdown(8), init(8)",
    does: "wrecks",
  },
  {
    names: "renice chrt prlimit",
    source: "POSIX renice; prlimit(1)",
    does: "changes",
    options: "-p~",
  },
  {
    names: "crontab",
    source: "POSIX crontab",
    does: "changes",
    bare: "changes",
    options: "-l~ -r# -e! -u= -i -T=",
  },
  { names: "at batch atrm", source: "POSIX at: runs what it is sent, later", does: "runs" },
  { names: "atq", source: "at(1)", does: "prints", open: true },
  { names: "ipcrm ipcmk", source: "POSIX ipcrm", does: "wrecks" },
  {
    names: "ip",
    source: "ip(8): what its objects do when they are not shown",
    does: "changes",
    bare: "prints",
    style: "word",
    options:
      "-a,-all -4 -6 -s,-stats,-statistics -d,-details -c,-color -br,-brief -j,-json -p,-pretty -o,-oneline -h,-human -f,-family= -n,-netns=! -b,-batch=! -r,-resolve -t -N -force+ -iec -M",
    commands: [
      {
        names: IP_OBJECTS.join(" "),
        does: "changes",
        bare: "prints",
      },
      {
        names: `${IP_OBJECTS.flatMap((object) => ["show", "list", "ls", "get"].map((verb) => `${object}/${verb}`)).join(" ")} monitor`,
        does: "prints",
      },
    ],
  },
  {
    names: "ifconfig",
    source: "ifconfig(8): more than an interface's name changes it",
    does: "changes",
    bare: "prints",
    options: "-a -s -v -l",
    words: [[/^(?:down|delete|-alias)$/, "wrecks"]],
  },
  {
    names: "route arp iwconfig iw ethtool tc brctl bridge nmcli",
    source: "route(8), arp(8), iw(8), ethtool(8), nmcli(1)",
    does: "changes",
    bare: "prints",
    options: "-n -a -v -e -s -d -p,--pretty -t,--terse -f,--fields= -g,--get-values= -c= -4 -6",
    commands: [
      {
        names:
          "list dev phy reg/get show general/status general device/status device/show device/wifi/list device connection/show connection radio device/wifi qdisc/show link/show fdb/show vlan/show -n n networking monitor",
        does: "prints",
      },
    ],
  },
  {
    names: "getcap aa-status aa-enabled lastcomm ",
    source: "getcap(8), aa-status(8), ausearch(8), aureport(8)",
    does: "prints",
    open: true,
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
