import { LONG_NAME } from "./long-name.ts";
import type { Rows } from "./row.ts";

/** What ip(8) shows or changes. */
const IP_OBJECTS: readonly string[] =
  "a addr address l link r route n neigh neighbor ru rule m maddr netns tunnel tuntap mroute nexthop vrf stats addrlabel ntable macsec tcp_metrics token".split(
    " ",
  );

/** Programs that manage the kernel, services, processes, timers and interfaces. */
export const SERVICES: Rows = [
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
      -t,--identifier= --user-unit= --user --system --list-boots --disk-usage -q -a -m --header --utc -g,--grep= -D,--directory=< --file=< -F,--field= -N --verify --vacuum-size=# --vacuum-time=# --vacuum-files=# --rotate+ --flush+ --sync+ --cursor-file=> --setup-keys!`,
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
          "status show list show-timesync timesync-status list-timezones list-locales list-keymaps list-sessions list-users list-seats session-status user-status seat-status list-images lldp statistics info tree show-session show-user introspect user services",
        does: "prints",
      },
      { names: "query", does: "asks", words: [[LONG_NAME, "sends"]] },
      { names: "dns domain", does: "changes", bare: "prints" },
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
          "status show cat list-units list-unit-files list-timers list-sockets list-dependencies list-jobs list-machines list-automounts list-paths is-active is-enabled is-failed is-system-running get-default help",
        does: "prints",
      },
      {
        names: "show-environment",
        does: "reveals",
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
      "service initctl rc-service launchctl sv svc supervisorctl pm2 rc-update rc chkconfig update-rc.d",
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
    names: "kill killall",
    source: "POSIX kill; killall(1)",
    does: "wrecks",
    options: "-l,--list~ --table~",
  },
  {
    names: "pkill killall5 skill xkill fkill",
    source: "procps pkill(1), skill(1)",
    does: "wrecks",
  },
  {
    names: "shutdown reboot halt poweroff init telinit",
    source: "shutdown(8), init(8)",
    does: "wrecks",
  },
  {
    names: "renice chrt prlimit",
    source: "POSIX renice; chrt(1), prlimit(1)",
    does: "changes",
  },
  {
    names: "crontab",
    source: "POSIX crontab",
    does: "changes",
    bare: "changes",
    options: "-l~ -r# -e! -u= -i -T=",
  },
  {
    names: "at batch atrm",
    source: "POSIX at: runs what it is sent, later",
    does: "runs",
    options: "-l%",
  },
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
          "list reg/get show general/status general device/status device/show device/wifi/list connection/show device/wifi qdisc/show link/show fdb/show vlan/show monitor",
        does: "prints",
      },
      { names: "dev phy device connection radio networking n", does: "changes", bare: "prints" },
    ],
  },
  {
    names: "getcap aa-status aa-enabled lastcomm ",
    source: "getcap(8), aa-status(8), ausearch(8), aureport(8)",
    does: "prints",
    open: true,
  },
];
