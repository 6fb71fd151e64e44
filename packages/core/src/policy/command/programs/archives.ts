import type { Rows } from "./row.ts";
import { readTar } from "./tar.ts";

/** Programs that pack, compress and back up. */
export const ARCHIVES: Rows = [
  {
    names: "tar gtar bsdtar",
    source: "GNU tar manual 3, 4; GTFOBins tar",
    does: "runs",
    read: readTar,
  },
  {
    names:
      "gzip gunzip pigz unpigz bzip2 bunzip2 pbzip2 xz unxz lzma unlzma lzip lzop zstd unzstd brotli compress uncompress",
    source: "gzip(1), bzip2(1), xz(1), zstd(1): the file named is replaced unless -c",
    does: "writes",
    options:
      "-c,--stdout,--to-stdout~ -l,--list~ -t,--test~ -d,--decompress,--uncompress -k,--keep -f,--force -v,--verbose -q,--quiet -r,--recursive -n,--no-name -N,--name -1 -2 -3 -4 -5 -6 -7 -8 -9 --best --fast --ultra -T,--threads= -z -o=> -p= -e -S,--suffix=",
  },
  {
    names: "lz4 unlz4",
    source: "lz4(1): -l writes an older format",
    does: "writes",
    options: "-c,--stdout~ -t,--test~ --list~ -d,--decompress -k,--keep -f,--force -v -q -1 -9",
  },
  {
    names: "zip",
    source: "zip(1): -T with -TT runs a program, -m moves",
    does: "writes",
    options:
      "-r -q -v -9 -1 -0 -e -j -u -y -x= -i= -P= -s= -d# -m,--move# -sf~ --show-files~ -TT=! -T! --unzip-command=! -b=>",
  },
  {
    names: "unzip zipinfo funzip",
    source: "unzip(1)",
    does: "updates",
    options: "-l~ -t~ -v~ -Z~ -p~ -c~ -z~ -1~ -q -o -n -d=> -x= -j -a -u",
  },
  { names: "zipgrep unrar-free", source: "unzip(1)", does: "reads" },
  {
    names: "7z 7za 7zz p7zip",
    source: "7-Zip documentation: commands",
    does: "runs",
    commands: [
      { names: "l t h i b", does: "reads", options: "-p=? -r -slt" },
      { names: "x e a u rn", does: "updates" },
      { names: "d", does: "destroys" },
    ],
  },
  {
    names: "unrar rar",
    source: "unrar(1)",
    does: "updates",
    commands: [{ names: "l t lb lt v vt p", does: "reads" }],
  },
  {
    names: "ar",
    source: "binutils ar(1)",
    does: "updates",
    commands: [{ names: "t tv p", does: "reads" }],
  },
  {
    names: "pax",
    source: "POSIX pax: -t sets times back",
    does: "updates",
    options: "-r -w",
  },
  {
    names: "cpio",
    source: "cpio(1)",
    does: "updates",
    options: "-t,--list~ -v -i -d -m -u -o -p -I=! -F=? -H= --rsh-command=! --to-stdout~ -r -w",
  },
  {
    names: "jar",
    source: "JDK jar tool reference",
    does: "updates",
    commands: [{ names: "tf tvf", does: "reads" }],
    options: "-t,--list~ -f,--file= -v",
  },
  {
    names: "unsquashfs",
    source: "unsquashfs(1)",
    does: "updates",
    options: "-l,-ls~ -ll,-lls~ -s,-stat~ -d=> -f",
    style: "word",
  },
  {
    names: "rsync",
    source: "rsync(1): another host when a word has a colon",
    does: "copies",
    options: `-n,--dry-run~ --list-only~ -a,--archive -v,--verbose -z,--compress -r,--recursive -h -P --progress -u -t -l -p -o -g -D -H -A -X -x -q -c -i --stats -R -L -S -W
      --exclude= --include= --exclude-from=< --delete# --del# --delete-before# --delete-after# --delete-during# --delete-excluded# --remove-source-files# -e,--rsh=! --rsync-path=! --partial --inplace -b,--backup --bwlimit= --info=? --max-size= --numeric-ids --chmod= --log-file=> --config=! -M=!`,
    words: [[/:/, "sends"]],
  },
  {
    names: "restic",
    source: "restic documentation 045, 060, 077",
    does: "sends",
    options:
      "-r,--repo= -p,--password-file=< --password-command=! --json -q --no-lock --cache-dir=> --host= --tag= --path= -o=! --latest=",
    commands: [
      { names: "snapshots ls stats find diff cat check version list dump", does: "asks" },
      { names: "forget prune rewrite unlock key/remove", does: "razes" },
    ],
  },
  {
    names: "borg borgmatic",
    source: "Borg documentation: usage",
    does: "sends",
    options: "--rsh=! --remote-path=! --json --short --last= --first=",
    commands: [
      { names: "list info check diff version", does: "asks" },
      { names: "delete prune compact break-lock recreate rcreate", does: "razes" },
    ],
  },
  {
    names: "velero",
    source: "Velero documentation: commands",
    does: "sends",
    options: "-n,--namespace= -o= --kubeconfig=! --kubecontext=",
    commands: [
      {
        names:
          "get backup/get restore/get schedule/get describe backup/describe restore/describe schedule/describe backup/logs restore/logs version client/config/get",
        does: "asks",
      },
      {
        names: "delete backup/delete restore/delete schedule/delete backup-location/delete",
        does: "razes",
      },
    ],
  },
  {
    names: "rclone",
    source: "rclone documentation: commands",
    does: "sends",
    options:
      "--config=! -v,--verbose --max-depth= --include= --exclude= -R,--recursive -l --human-readable --password-command=!",
    commands: [
      {
        names:
          "ls lsl lsd lsf lsjson size about tree cat check version listremotes md5sum sha1sum hashsum cryptcheck",
        does: "asks",
        // A remote that is spelled out may name the program that connects to it.
        words: [[/^:|^[^/:]*,/, "runs"]],
      },
      {
        names: "delete deletefile purge rmdir rmdirs cleanup sync move moveto dedupe bisync",
        does: "razes",
      },
    ],
  },
  {
    names:
      "duplicity rdiff-backup tarsnap rsnapshot duplicacy kopia bup bacula-console barman pgbackrest wal-g",
    source: "manual of each",
    does: "sends",
    options: "--list-archives",
    commands: [
      { names: "list-current-files collection-status", does: "asks" },
      {
        names:
          "remove-older-than remove-all-but-n-full cleanup remove-all-inc-of-but-n-full expire delete stanza-delete prune",
        does: "razes",
      },
    ],
  },
];
