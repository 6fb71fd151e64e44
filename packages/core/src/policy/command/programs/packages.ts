import type { Rows } from "./row.ts";

/** Programs that install other programs: installing runs their scripts. */
export const PACKAGES: Rows = [
  {
    names: "npm",
    source: "npm documentation: CLI commands",
    does: "sends",
    bare: "prints",
    options:
      "--json -g,--global --depth= -l,--long -a,--all --prod,--production --omit= --parseable,-p --prefix= --registry=+ -w,--workspace= --workspaces --userconfig=! --script-shell=! --node-options=! --globalconfig=!",
    commands: [
      {
        names:
          "ls list la ll root bin prefix help query explain why pkg/get fund completion help-search",
        does: "prints",
      },
      {
        names:
          "view info show v outdated search s find ping whoami doctor dist-tag/ls dist-tag/list owner/ls access/list team/ls profile/get token/list hook/ls cache/ls star/list stars org/ls audit/signatures",
        does: "asks",
        options: "--audit-level= --fix+",
      },
      { names: "audit", does: "sends", bare: "asks", options: "--audit-level= --fix+" },
      {
        names: "config/get config/list config/ls get",
        does: "prints",
        words: [[/token|password|auth/i, "reveals"]],
      },
      {
        names: "run exec start test t restart stop rebuild x init create explore edit run-script",
        does: "runs",
      },
      {
        names:
          "unpublish deprecate uninstall rm remove un unlink prune cache/clean logout token/revoke dist-tag/rm owner/rm",
        does: "razes",
      },
    ],
  },
  {
    names: "pnpm yarn berry",
    source: "pnpm CLI; Yarn CLI",
    does: "runs",
    options:
      "--json -g --global -r,--recursive --depth= --prod -P -D --long --dir= -C= --cwd= --pattern= --all -s,--silent",
    commands: [
      {
        names:
          "list ls ll la why licenses/list root bin help global/list workspaces/info workspaces/list config/get config/list store/status store/path versions env/list cat-file licenses/ls",
        does: "prints",
      },
      {
        names: "outdated audit info view npm/info npm/audit search",
        does: "asks",
        options: "--compatible --dev --no-optional --format= --long",
      },
      { names: "install i add update up upgrade import fetch", does: "sends" },
      { names: "remove rm uninstall store/prune prune cache/clean unlink", does: "wrecks" },
    ],
  },
  {
    names: "npx bunx pnpx uvx corepack create-react-app degit npm-check-updates ncu",
    source: "npm documentation: npx downloads and runs",
    does: "runs",
  },
  {
    names: "bun",
    source: "Bun documentation",
    does: "runs",
    commands: [
      {
        names: "pm/ls pm/bin pm/cache pm/hash pm/version pm/whoami outdated why audit info",
        does: "asks",
        options: "-g -a --all",
      },
    ],
  },
  {
    names: "pip pip3 pip2",
    source: "pip documentation: pip commands",
    does: "sends",
    bare: "prints",
    options:
      "-v,--verbose -q --format= --python=! --proxy= --index-url=+ -i=+ --disable-pip-version-check --no-color --config-settings=!",
    commands: [
      {
        names:
          "list show freeze check debug inspect hash help cache/list cache/info cache/dir config/get config/list config/debug",
        does: "prints",
        options:
          "-o,--outdated@ -u,--uptodate@ --user --not-required -f,--files -l,--local -r,--requirement=< --exclude= -e,--editable --path=",
      },
      { names: "index/versions search", does: "asks" },
      { names: "uninstall cache/purge cache/remove", does: "wrecks" },
      { names: "config/edit config/set", does: "runs" },
    ],
  },
  {
    names: "pipx pipenv poetry uv conda mamba micromamba hatch pdm rye pixi",
    source: "documentation of each: installing, running",
    does: "sends",
    bare: "prints",
    options:
      "--json -v -q -n,--name= -p,--prefix= --no-ansi -C,--directory= -t,--tree -o,--outdated@ -l,--latest@ -e,--envs --no-pip --revisions -r --reverse --all --full-path --only= --without= --with= --path",
    commands: [
      {
        names:
          "list show check info env/list env/info env/show source/show graph config/list config/get cache/dir cache/list pip/list pip/show pip/freeze pip/check pip/tree tree python/list python/find python/dir tool/list tool/dir package/list config/--list about env/find environment --where where --venv status project/metadata dep/show",
        does: "prints",
      },
      { names: "version", does: "updates", bare: "prints" },
      { names: "search show@latest repoquery audit", does: "asks" },
      { names: "run exec shell python activate", does: "runs" },
      {
        names: "remove uninstall uninstall-all clean env/remove env/prune cache/clean cache/clear",
        does: "wrecks",
      },
    ],
  },
  {
    names: "apt apt-get apt-cache aptitude apt-mark nala apt-key apt-file",
    source: "apt(8), apt-cache(8), apt.conf(5): -o and -c set what it runs",
    does: "sends",
    options:
      "-o,--option=! -c,--config-file=! -s,--simulate,--dry-run,--just-print% -l -f -n -a -q -i --installed --upgradable --manual-installed --names-only --full --recurse -y -P,--purge#",
    commands: [
      {
        names:
          "list show search policy depends rdepends madison showpkg showsrc dump stats unmet pkgnames showauto showmanual showhold why why-not dotty xvcg changelog help",
        does: "prints",
      },
      { names: "remove purge autoremove autopurge clean autoclean dist-clean", does: "wrecks" },
    ],
  },
  {
    names: "dpkg dpkg-query",
    source: "dpkg(1), dpkg-query(1): other options install, remove and configure",
    does: "sends",
    options: `-l,--list% -L,--listfiles% -s,--status% -S,--search% -p,--print-avail% -W,--show% -I,--info=< -c,--contents=<
      --get-selections% --print-architecture% --print-foreign-architectures% -C,--audit% --verify=?% -f,--showformat=
      -n,--field= --no-pager -i,--install! -P,--purge# -r,--remove#`,
  },
  {
    names:
      "dpkg-deb deborphan dpigs debsums apt-rdepends apt-listchanges dlocate debtree apt-show-versions ubuntu-security-status check-support-status popbugs rc-alert",
    source: "dpkg-deb(1), debsums(1) and other Debian manual pages",
    does: "reads",
    options:
      "-c,--contents -I,--info -f,--field -W,--show -n= -H -S -s -a --thirdparty --unavailable -l",
  },
  {
    names: "dnf dnf4 dnf5 yum microdnf zypper",
    source: "dnf(8), zypper(8)",
    does: "sends",
    options:
      "-q -v -C --cacheonly --installed --available --all --setopt=! -c,--config=! --plugin=! --refresh -d= --list-nvra --summary --enabled --disabled -l,--list --latest-limit= --whatprovides= --requires --provides -a -i -y --fuzzy --sources --tree --group",
    commands: [
      {
        names:
          "list search info provides whatprovides repolist repoinfo repoquery check-update grouplist group/list group/info history/list history/info updateinfo deplist module/list module/info repo/list repo/info se if lr lu what-provides packages patterns products pa pch lp locks ll environment/list advisory/list check leaves needs-restarting help",
        does: "asks",
      },
      { names: "history", does: "sends", bare: "asks" },
      { names: "remove erase autoremove clean rm history/undo history/rollback", does: "wrecks" },
    ],
  },
  {
    names: "rpm rpmquery",
    source: "rpm(8): -q queries",
    does: "wrecks",
    options:
      "-q,--query% -qa% -qi% -ql% -qf% -qc% -qd% -qR% -qp% -qpl% -qpi% -V,--verify% -Va% -K,--checksig% --qf= --queryformat= --eval=! -E=! --pipe=! --define=! -D=! --root= --rcfile=! --macros=! --load=! --changelog --scripts --provides --requires --last --whatprovides --whatrequires --showrc% --querytags% -a -i -l -f -p",
  },
  {
    names: "pacman paru yay pikaur pamac",
    source: "pacman(8): -Q and -Ss query",
    does: "wrecks",
    options:
      "-Q=?% -Qi% -Ql% -Qo% -Qs% -Qe% -Qm% -Qn% -Qu% -Qdt% -Qtdq% -Qqe% -Qk% -Ss% -Si% -Sl% -Sg% -F% -Fl% -Fs% -T% --config=! --hookdir=! --gpgdir=! --dbpath=! -q -i -l -o -e -m -s --query% --files%",
  },
  {
    names: "apk",
    source: "Alpine wiki: apk",
    does: "sends",
    options: "-v -q -a -L -r -d -e",
    commands: [
      { names: "info list search policy stats version dot audit", does: "prints" },
      { names: "del cache/clean", does: "wrecks" },
    ],
  },
  {
    names: "brew",
    source: "Homebrew manual",
    does: "sends",
    options:
      "--json=? --cask --formula -v,--verbose -q -1 -l --installed --tree --versions --all --greedy --include-build -r",
    commands: [
      {
        names:
          "list ls info search leaves deps uses outdated config doctor desc cat --prefix --cellar --cache --repository tap-info services/list services/info commands formulae casks log missing options linkage analytics/state help",
        does: "prints",
        // A formula at an address is fetched and run.
        words: [[/:\/\//, "runs"]],
      },
      { names: "uninstall remove rm cleanup autoremove untap services/stop", does: "wrecks" },
    ],
  },
  {
    names:
      "port snap flatpak nix-env guix emerge equery qlist eix eselect portageq xbps-query pkg pkg_info pkg_add opkg swupd slackpkg choco scoop winget mas asdf sdk nvm fnm rbenv pyenv nodenv plenv phpenv jenv rvm goenv tfenv volta mise rtx fvm kerl ghcup rustup tlmgr opam cpan cpanm luarocks gem bundle bundler composer mix hex nimble cabal stack vcpkg conan sdkman juliaup elan aqua proto",
    source: "manual or documentation of each: list, show and search read",
    does: "sends",
    options:
      "-v,--verbose -q,--quiet -a,--all -l,--long --installed -i -u,--updates --local --remote@ --json --global --direct,-D -t,--tree -o,--outdated@ --latest@ --only-explicit --columns= --app --runtime --user --system --bare -c --no-dev -e -n",
    commands: [
      {
        names: `list ls info search show status outdated deps versions which current help find contents contents-of variants installed provides-of uses query doctor whereis where component/list target/list toolchain/list show/home show/profile history connections interfaces services warnings
 remote-ls remotes remote-info documents list-remote list-all list-installed list-available latest plugin/list version-name version-file root whence why depends prohibits licenses licences suggests check-platform-reqs validate diagnose about audit --version changes specification dependency stale path ls-remote repo/list profile/list shell/list candidates kernel/list depgraph files belongs has hasuse keywords list-files meta size switch/list config/list pin/list default-version`,
        does: "asks",
        options: "-g",
      },
      {
        names: "remove uninstall rm delete cleanup autoremove purge destroy prune unmerge erase",
        does: "wrecks",
      },
      { names: "run exec shell", does: "runs" },
      // Some of these programs start what follows in such an environment.
      { names: "env environment var", does: "runs", bare: "asks" },
    ],
  },
  {
    names:
      "nix nix-store nix-instantiate nix-channel nixos-option nixos-rebuild nix-shell nix-build nix-collect-garbage",
    source: "Nix manual: evaluating and building runs code",
    does: "runs",
    options: "--list -q,--query --references --requisites --tree --roots --list-generations",
    commands: [
      {
        names:
          "search path-info why-depends store/ls derivation/show profile/list profile/history registry/list config/show help",
        does: "asks",
      },
    ],
  },
];
