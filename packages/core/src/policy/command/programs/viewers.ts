import type { Rows } from "./row.ts";

/** Smaller programs that show, measure or look up something. */
export const VIEWERS: Rows = [
  {
    names: `sndfile-info id3info webpinfo pdfinfo pdffonts pdfgrep olevba
      otfinfo fc-list fc-match fc-query fc-scan h5dump h5ls gifdiff pgmhist pnmpsnr transmission-show torrentinfo zipdetails lzmainfo bsdcat
      tldextract isoinfo cd-info bgpgrep testparm unbound-checkconf named-checkconf httpd-check what ttfdump woff2_info mh_lint mh_metric tsv-filter tsv-summarize tsv-select datamash choose`,
    source: "manual of each: they print what a file holds",
    does: "reads",
    options:
      "-v,--verbose -q,--quiet -a,--all -i -s -l -n -h -r -f= -c -t -p -m -d -e= -w -x -y -g --json --full -show_format -show_streams -show_entries= -of= -print_format= -select_streams= -loglevel= -hide_banner -json -stats -mm --decode --compact -so -al -H -V --count --ignore-case --page-number --monthly --weekly --daily --yearly --depth= --tree --flat --begin= --end= -o,--output=> --by-payee -M -Y -W -D -E -B -T --cleared --real --period= --sum= --filter= --header --eq= --lt= --gt= --str-eq= --regex=",
  },
  {
    names: `lsusb.py cpuinfo glxinfo glxgears vulkaninfo vkcube vainfo vdpauinfo clinfo xdpyinfo xwininfo xprop xlsclients xlsfonts xev wev evtest libinput wayland-info weston-info kscreen-console pw-dump pw-top aplay v4l2-ctl lpq lpinfo
         tlp-stat i7z gst-inspect-1.0 gst-device-monitor-1.0 xdg-user-dir dpkg-architecture apt-config rvm-prompt figlist showfigfonts toilet xcowsay xteddy x_x
       colorpicker chars unicode uni charmap cacafire cacademo aafire asciiquarium nyancat kosmorro peludna-prognoza amdgpu_top nvtop btm bottom htop top atop gtop bpytop btop bashtop gotop nmon zenith radeontop intel_gpu_top dstat dool progress cpustat
         qstat bjobs bhosts condor_q condor_status lsload ipcalc sipcalc ipcount subnetcalc prips ethstats nload slurm wavemon 
      zsh_stats semver isoquery iso-codes eva concalc numbat kalker xxkb xkbcli getkeycodes dumpkeys kbdinfo showconsolefont mcookie uuidgen uuid uuidparse pwgen apg xkcdpass diceware cracklib-check pwscore sdcv wn thesaurus ddate hebcal moon phoon`,
    source: "manual of each: they print something of the system or compute it",
    does: "prints",
    options:
      "-a,--all -v,--verbose -l,--list -i -s -t -p= -n= -h -c -q -m -L -b --format= --json --tree --list-devices --list-formats --long --noheader --parsable --allocations --jobs= --brief --batch --delay= --once -V -u= -A -N -S",
    words: [
      [
        /^(?:set|reset|write|start|stop|enable|disable|off|on|kill|delete|remove|update|restart|exec)$/,
        "changes",
      ],
    ],
  },
  {
    names: "mediainfo ogrinfo gdalinfo",
    source: "MediaInfo and GDAL documentation: they read addresses as well",
    does: "reads",
    options: "-f -al -so -json --json -stats -mm",
    words: [[/:|^\/vsi/, "sends"]],
  },
  {
    names: "soxi",
    source: "sox(1): a name with `|` before it is a command",
    does: "reads",
    words: [[/^\||:/, "runs"]],
  },
  {
    names: "ffprobe",
    source: "ffprobe(1)",
    does: "reads",
    style: "word",
    options:
      "-v= -loglevel= -hide_banner -show_format -show_streams -show_entries= -of= -print_format= -select_streams= -show_frames -show_packets -count_frames -i=< -pretty -sexagesimal",
    words: [[/:/, "sends"]],
  },
  {
    names: "pngcheck",
    source: "pngcheck(1): -x writes what it finds",
    does: "reads",
    options: "-7 -c -f -p -q -s -t -v -x&",
  },
  {
    names: "hledger ledger",
    source: "hledger manual; ledger manual: other commands write",
    does: "runs",
    bare: "prints",
    options:
      "-f,--file=< -b,--begin= -e,--end= -p,--period= -M,--monthly -W,--weekly -D,--daily -Y,--yearly -o,--output=> --output-file=> --depth= --tree --flat -X= -V,-B --cost -R,--real -C,--cleared -U -E -S,--sort= --pager=! --getquote=! -Q,--download! --script=! --import=! --init-file=! -i=! --conf=! -n --no-elide -T -A --average --invert --by-payee",
    commands: [
      {
        open: true,
        names:
          "balance bal b register reg r accounts a balancesheet bs incomestatement is cashflow cf print p stats activity payees prices commodities descriptions tags check equity aregister areg files notes roi test emacs csv xml budget",
        does: "prints",
      },
    ],
  },
  {
    names: "fgconsole manpath uprecords vmware-checkvm systemd-id128 lsmtd ldapurl",
    source: "fgconsole(1), manpath(1), systemd-id128(1)",
    does: "prints",
    open: true,
  },
  {
    names: "xml xmlstarlet",
    source: "XMLStarlet user guide: ed -L edits in place",
    does: "runs",
    commands: [
      {
        names: "sel select val validate el elements fo format c14n esc unesc pyx ls",
        does: "reads",
        options:
          "-t,--template -m,--match= -v,--value-of= -o,--output= -n,--nl -c,--copy-of= -i= -u -a -d= -w,--well-formed -q -s,--xsd= -T,--text -N= -b,--list-bad -e,--err",
      },
    ],
  },
  {
    names: "dict",
    source: "dict(1): asks a server, with -h one of its choosing",
    does: "asks",
    options:
      "-h,--host=+ -p,--port=+ -c,--config=! -a=! --pager=! -d,--database= -s,--strategy= -m,--match -D,--dbs -S,--strats -I,--serverinfo",
  },
  {
    names: "parquet-tools osmium avro-tools orc-tools",
    source: "README of each",
    does: "runs",
    commands: [
      {
        names: "cat head meta schema rowcount inspect show size dump csv fileinfo",
        does: "reads",
        options: "--json -j -n= --limit= -l= -e,--extended -F= -f=",
      },
    ],
  },
  {
    names: "adb fastboot idevicedate idevice_id ideviceinfo idevicepair",
    source: "adb documentation; libimobiledevice manual pages",
    does: "runs",
    options: "-s= -d -e -l -u= -n",
    commands: [
      {
        names: "devices logcat version get-state get-serialno jdwp host-features list",
        does: "prints",
        options: "-b= -v= -t= -e,--regex= --pid= -D -c# -f=>",
      },
    ],
  },
  {
    names: "id3v2 eyeD3 mid3v2",
    source: "id3v2(1)",
    does: "writes",
    options: "-l,--list~ -R~ -f,--list-frames% -L,--list-genres%",
  },
  {
    names: "abrt-cli abrt",
    source: "abrt-cli(1)",
    does: "changes",
    commands: [
      {
        names: "list ls info status gdb/help",
        does: "prints",
        options: "-d,--detailed -s,--size= --since= --until= -f -v",
      },
    ],
  },
  {
    names: "varnishlog varnishstat varnishtop varnishhist varnishncsa",
    source: "varnishlog(1): -w writes",
    does: "prints",
    options: "-q= -g= -d -i= -x= -c -b -n= -1 -j -f= -I= -X= -w=> -D+ -P=> -N=",
  },
  {
    names: "ntpq",
    source: "ntpq(1): -c can set",
    does: "asks",
    options: "-p,--peers -n,--numeric -4 -6 -c=! -i",
  },
  {
    names: "units gunits",
    source: "units(1): -L writes a log",
    does: "prints",
    options: "-q,--quiet -v,--verbose -t,--terse -s,--strict -1,--one-line -L,--log=> -f,--file=<",
  },
  {
    names: "bc",
    source: "POSIX bc",
    does: "reads",
    options: "-l,--mathlib -q,--quiet -i -s,--standard -w -e,--expression= -S=",
  },
  {
    names: "xdotool ydotool wmctrl xclip xsel wl-copy wl-paste pbcopy",
    source: "xdotool(1), xclip(1): they act on the desktop",
    does: "changes",
    options: "-l%",
  },
];
