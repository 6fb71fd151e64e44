import type { Rows } from "./row.ts";

/** Options of git that make a reading command write or run something. */
const GIT_READS =
  "--output=> --ignore-revs-file=< --exclude-from=< --pathspec-from-file=< -L=< --no-index* --contents=< --ext-diff! --textconv! --filters! -O=?! --open-files-in-pager=?! --lost-found& --output-directory=> --upload-pack=! --exec=!";

/** Programs that keep versions of files. */
export const VERSION_CONTROL: Rows = [
  {
    names: "git",
    source: "git(1) and the manual page of each command",
    does: "runs",
    bare: "prints",
    before: true,
    options:
      "-C=< --git-dir=< --work-tree=< --namespace= --no-pager -P --bare --no-replace-objects --literal-pathspecs --no-optional-locks --html-path% --man-path% --info-path% --exec-path=?! -c=! --config-env=! -p,--paginate --super-prefix= -v,--version% -h,--help%",
    commands: [
      {
        names: `status log show diff shortlog blame annotate describe rev-parse rev-list ls-files ls-tree cat-file show-ref for-each-ref merge-base name-rev whatchanged cherry
          count-objects var version help check-ignore check-attr check-mailmap check-ref-format diff-tree diff-index diff-files range-diff fsck verify-commit verify-tag verify-pack grep show-branch
          show-index stripspace patch-id merge-tree stash/list stash/show reflog/show reflog/list worktree/list submodule/status submodule/summary notes/list notes/show bundle/verify bundle/list-heads
          sparse-checkout/list remote/get-url config/get config/list bisect/log bisect/view lfs/ls-files lfs/status lfs/env flow/version ls-remote/get-url rerere/status rerere/diff maintenance/help`,
        // Operands may be paths, also outside the repository: `git diff --no-index`.
        does: "reads",
        open: true,
        options: GIT_READS,
      },
      {
        names: "ls-remote remote/show",
        does: "asks",
        visits: true,
        options: `-h --heads -t --tags --refs -q --exit-code --get-url --sort= --symref -n ${GIT_READS}`,
        words: [[/^ext::/, "runs"]],
      },
      {
        names: "archive",
        does: "reads",
        options: "--format= -l --list -v --prefix= -o,--output=> --remote=@ --exec=! --add-file=<",
      },
      {
        names: "branch",
        does: "updates",
        bare: "prints",
        options:
          "-a,--all -r,--remotes -v,-vv,--verbose -l,--list% --contains=% --no-contains=% --merged=?% --no-merged=?% --points-at=% --show-current% --sort= --format= --color=? --column=? --no-color --no-column -i --abbrev=? -q -d,--delete+ -D# -m,--move+ -M# -c,--copy -C# -f,--force# -u,--set-upstream-to=+ --unset-upstream+ --edit-description! -t,--track=?",
      },
      {
        names: "tag",
        does: "updates",
        bare: "prints",
        options:
          "-l,--list% --contains=% --no-contains=% --merged=?% --points-at=% --sort= --format= -n=? -v,--verify% -d,--delete# -f,--force# -a,--annotate -m,--message= -s,--sign -u= -F,--file=< --column=? -i --color=?",
      },
      { names: "remote", does: "changes", bare: "prints", options: "-v,--verbose" },
      {
        names: "config",
        does: "runs",
        bare: "prints",
        single: "prints",
        words: [[/extraheader|credential|insteadof|password|token|secret|proxy/i, "reveals"]],
        options:
          "--get% --get-all% --get-regexp% --get-urlmatch% -l,--list% --show-origin --show-scope --name-only --global --system --local --worktree -z,--null --type= --bool --int --path --default= -f,--file=< --blob= --includes -e,--edit! --add! --replace-all! --unset! --unset-all! --rename-section! --remove-section! --get-color% --get-colorbool%",
      },
      {
        names:
          "stash reflog add stage init mv commit merge revert cherry-pick am apply switch notes worktree/add worktree/prune submodule/init submodule/add read-tree write-tree hash-object mktree commit-tree commit-graph pack-refs repack format-patch bundle/create sparse-checkout/set lfs/track stash/push stash/save stash/pop stash/apply stash/branch stash/create stash/store update-index bisect bisect/start bisect/good bisect/bad bisect/reset maintenance flow citool",
        does: "updates",
        bare: "updates",
        options:
          "-f,--force# -C,--force-create=# --discard-changes# --abort# --quit -x=! --template=! -e,--edit! --exec=! -i! --gpg-sign=? -m,--message= -a,--all -A -u,--update -p,--patch -n,--dry-run -v,--verbose -q,--quiet -s,--signoff --amend --no-edit --no-verify -F,--file=< --author= --date= -c,--create= -d,--detach -b= --continue --skip --no-commit --no-ff --ff-only --squash --ff -k -S --allow-empty -t --stat --check --cached --index -R,--reverse -3 --bare --initial-branch= --strategy= -X= --fixup= -o=> --stdout --keep-index --include-untracked --staged",
      },
      {
        names:
          "checkout restore reset rebase remote/add remote/set-url remote/rename worktree/move worktree/lock worktree/unlock gc symbolic-ref replace svn p4 pack-objects fast-import send-email request-pull lfs/install lfs/migrate flow/init",
        does: "changes",
        options:
          "--hard# --merge# --keep+ -f,--force# --discard-changes# --worktree# -W# --exec=! -x=! -i,--interactive! --prune=?# --soft --mixed -b= -B=# --orphan= -q -p,--patch -S,--staged -s,--source= --ours# --theirs# -t,--track -d,--detach --onto= --continue --abort# --skip --autostash -m -N --aggressive --auto",
      },
      {
        names: "clean",
        does: "wrecks",
        options: "-n,--dry-run% -f,--force# -d -x -X -q,--quiet -e,--exclude= -i,--interactive",
      },
      {
        names: "rm",
        does: "destroys",
        options: "-n,--dry-run% -r --cached -f -q --ignore-unmatch",
      },
      {
        names:
          "stash/drop stash/clear reflog/expire reflog/delete worktree/remove prune prune-packed filter-branch filter-repo update-ref submodule/deinit lfs/prune obliterate remote/remove remote/rm remote/prune",
        does: "wrecks",
        options: "-n,--dry-run -q -v",
      },
      {
        names: "fetch",
        does: "fetches",
        options:
          "--all -p,--prune -t,--tags --depth= -v -q -n,--dry-run -j= --unshallow -f,--force+ --upload-pack=! --exec=! -a --multiple --no-tags --recurse-submodules=? -u+ --set-upstream",
        words: [[/^ext::/, "runs"]],
      },
      {
        names: "clone pull submodule/update lfs/pull lfs/fetch subtree",
        does: "fetches",
        options:
          "-b,--branch= --depth= --recursive --recurse-submodules=? --single-branch --bare --mirror -q,--quiet -v --progress --no-checkout -n -o= --rebase=? -r --ff-only --no-rebase --autostash --filter= --sparse --init --remote --tags -s --no-tags --shallow-submodules -u,--upload-pack=! -c,--config=! --template=! --exec=! --separate-git-dir=> -f,--force#",
        words: [[/^ext::/, "runs"]],
      },
      {
        names: "push lfs/push send-pack",
        does: "sends",
        options:
          "-u,--set-upstream -n,--dry-run -q -v --tags --follow-tags --all --progress --no-verify -o= --atomic --signed=? -f,--force# --force-with-lease=?# --force-if-includes --mirror# --prune# -d,--delete# --receive-pack=! --exec=! --repo=",
        words: [
          [/^(?:\+|:.)/, "razes"],
          [/^ext::/, "runs"],
        ],
      },
    ],
  },
  {
    names: "hg chg",
    source: "Mercurial hg(1)",
    does: "runs",
    bare: "prints",
    options: "-R,--repository= --cwd= -v -q --config=! --debugger! -y",
    commands: [
      {
        names:
          "status st log diff cat annotate blame branches tags heads tip identify id parents summary manifest files locate root paths grep help version verify outgoing",
        does: "prints",
        options:
          "-r,--rev= -l,--limit= -p,--patch -G --graph --template= -T= -m -a -n -u -c,--change= --stat -d,--date= -k= -f -A -g --git -I,--include= -X,--exclude= -b,--branch= -o,--output=>",
        // `outgoing` and `identify` ask another host.
        words: [[/:\/\//, "sends"]],
      },
      { names: "branch bookmarks", does: "updates", bare: "prints" },
      { names: "incoming in out paths/default", does: "asks" },
      { names: "purge strip revert rollback", does: "wrecks" },
    ],
  },
  {
    names: "svn svnlook",
    source: "Subversion book 9: svn",
    does: "runs",
    options:
      "--config-option=! --config-dir=! --diff-cmd=! --diff3-cmd=! --editor-cmd=! -r,--revision= -v,--verbose -q,--quiet -u,--show-updates -l,--limit= --xml -R,--recursive --depth= --stop-on-copy --summarize --username= -c,--change= -g --no-ignore",
    commands: [
      {
        names:
          "status st stat info log list ls cat diff di blame praise annotate ann propget pg proplist pl help youngest tree history changed dirs-changed author date",
        does: "asks",
      },
      { names: "delete del remove rm revert cleanup", does: "razes" },
    ],
  },
  {
    names: "jj",
    source: "Jujutsu CLI reference",
    does: "updates",
    bare: "prints",
    options:
      "-R,--repository= --config=! --config-file=! --config-toml=! --tool=! -r,--revisions,--revision= --no-pager -T,--template= -s,--summary --stat -p,--patch --git -n,--limit= --no-graph --from= --to= --at-op= -l= --include-overridden --include-defaults --sort=",
    commands: [
      {
        names:
          "log st status show diff evolog obslog op/log operation/log op/show op/diff file/list file/show file/annotate bookmark/list branch/list tag/list workspace/list workspace/root config/list config/get config/path root help version git/remote/list interdiff",
        does: "prints",
      },
      { names: "git/push", does: "sends" },
      { names: "git/fetch git/clone", does: "fetches" },
      { names: "abandon op/restore operation/restore undo restore op/abandon", does: "wrecks" },
      { names: "util fix run config/edit diffedit resolve split", does: "runs" },
    ],
  },
  {
    names: "gh",
    source: "GitHub CLI manual",
    does: "sends",
    bare: "prints",
    options:
      "-R,--repo= -L,--limit= -s,--state= -l,--label= -a,--assignee= -A,--author= --json= -q,--jq= -t,--template= -S,--search= -c,--comments -b,--branch= -w,--web! -B,--base= -H,--head= -u,--user= -e,--env= --log --log-failed -j,--job= -v,--verbose --name-only --patch --color= --org= --active --archived --fork --source --visibility= --language= --topic= -o,--order= --sort= -i,--include --show-token+ --stage= -m= -f,--fields= --status= --event= --workflow= --owner= --closed --format=",
    commands: [
      {
        names:
          "*/list */view */status */diff */checks */search */ls status pr/checks search/* org/list gist/view run/watch label/list cache/list ruleset/check attestation/verify release/list help version extension/search */field-list */item-list",
        does: "asks",
      },
      { names: "config/list config/get alias/list extension/list completion", does: "prints" },
      { names: "codespace/ports", does: "sends", bare: "asks" },
      {
        names: "auth/token auth/status auth/git-credential secret/get",
        does: "reveals",
        options: "-h,--hostname=",
      },
      {
        names: "*/delete */close run/cancel repo/archive cache/delete auth/logout */remove",
        does: "razes",
      },
      { names: "alias/set extension/install extension/exec codespace/ssh api", does: "runs" },
    ],
  },
  {
    names: "glab tea hut fj berg",
    source: "GitLab CLI documentation; tea documentation",
    does: "sends",
    bare: "prints",
    options:
      "-R,--repo= -P,--per-page= -p,--page= -a,--assignee= -l,--label= -F,--output= --all -c,--closed -m,--merged -A --author= --search= --state= --limit=",
    commands: [
      {
        names:
          "*/list */ls */view */show */status */diff */get list user/events auth/status version help check-update whoami */search",
        does: "asks",
      },
      { names: "*/delete */close */rm", does: "razes" },
    ],
  },
  {
    names: "bzr brz fossil cvs rcsdiff rlog ident darcs pijul got",
    source: "manual of each",
    does: "runs",
    commands: [
      {
        names: "status log diff info annotate blame ls timeline changes whatsnew version help",
        does: "prints",
      },
    ],
  },
  {
    names: "git-lfs tig lazygit gitui git-extras pre-commit husky lefthook",
    source: "manual of each: they open a terminal program or run hooks",
    does: "runs",
  },
];
