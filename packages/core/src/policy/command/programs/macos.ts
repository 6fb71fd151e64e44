import type { Rows } from "./row.ts";

/** Programs of macOS. */
export const MACOS: Rows = [
  {
    names: "defaults plutil PlistBuddy",
    source: "defaults(1), plutil(1)",
    does: "changes",
    options: "-p~ -lint~ -currentHost -g",
    style: "word",
    commands: [
      { names: "read read-type find domains", does: "prints" },
      { names: "delete", does: "wrecks" },
    ],
  },
  {
    names:
      "scutil networksetup systemsetup pmset softwareupdate tmutil profiles mdutil pkgutil installer hdiutil shortcuts say caffeinate airport dns-sd",
    source: "manual pages of macOS",
    does: "changes",
    style: "word",
    options:
      "-list% -listallhardwareports% -listallnetworkservices% -listnetworkserviceorder% -getinfo% -getdnsservers% -l,--list% --dns% --proxy% --nwi% --get=% --pkgs% --files=% --pkg-info=% -getcomputername% -gettimezone%",
    commands: [
      {
        names: "listbackups destinationinfo status latestbackup list info show",
        does: "prints",
      },
      { names: "delete deletelocalsnapshots erase", does: "wrecks" },
    ],
  },
  {
    names: "codesign",
    source: "codesign(1): -s signs",
    does: "changes",
    style: "word",
    options: "-d,-dv,-dvv,--display~ -v,--verify~",
  },
  {
    names: "xcode-select",
    source: "xcode-select(1): -s switches",
    does: "changes",
    style: "word",
    options: "-p,--print-path% -v,--version%",
  },
  {
    names: "xcrun",
    source: "xcrun(1): it runs a tool",
    does: "runs",
    options: "--show-sdk-path% --find=% --sdk=",
  },
  {
    names: "mdfind mdls GetFileInfo nettop fs_usage lsbom leaks vmmap heap",
    source: "mdfind(1), mdls(1), GetFileInfo(1)",
    does: "reads",
    options: "-name= -onlyin= -count -live -0 -raw -r -nullMarker= -literal -interpret -s -p",
    style: "word",
  },
  {
    names: "xattr",
    source: "xattr(1)",
    does: "reads",
    options: "-l -p= -r -x -v -w=+ -d=+ -c+ -s",
  },
  { names: "pbpaste", source: "pbpaste(1): what was copied may be a secret", does: "reveals" },
];
