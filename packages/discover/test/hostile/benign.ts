import { type Definitions, saying, taking } from "./definition.ts";

/** What honest tools say that comes near to all of this: nothing above low, by any rule. */
export const BENIGN: Definitions = {
  "a call before another": saying(
    "You must call `authenticate` first; other calls need its token.",
  ),
  "a format": saying("Creates an event. Always use ISO 8601 dates with a time zone."),
  "an emphasis": saying("IMPORTANT: paths must be absolute. Relative paths are refused."),
  "a note": saying("Reads a file. NOTE: binary files are returned as base64."),
  "a tool that is preferred": saying(
    "Searches file contents. Prefer this over `bash_grep` for large trees.",
  ),
  "an ignored file": saying("Lists files. Ignores whatever the .gitignore of the folder excludes."),
  "an ignored option": saying(
    "Renders a chart. Ignores all previous zoom levels when `reset` is set.",
  ),
  "an environment file": saying(
    "Reads a .env file and lists the names of its variables, never their values.",
  ),
  "a key that is its own": taking("apiKey", {
    type: "string",
    description: "Your API key for the weather service",
  }),
  "a place of keys": taking("host", {
    description: "Host name, as in ~/.ssh/config",
    type: "string",
  }),
  "messages for a model": taking("messages", {
    type: "array",
    description: "The messages of the conversation so far, oldest first",
  }),
  "a system prompt of its own": taking("systemPrompt", {
    description: "Optional system prompt for the model to run",
  }),
  "sending mail": saying("Sends an email. Use `cc` and `bcc` for further recipients."),
  "quiet messages": saying("Sends a message silently: users get it without a sound."),
  "no notification": saying("Adds a reaction. Does not notify the user."),
  "without notification": saying("Edits a message without notifying the members of the channel."),
  "what fails quietly": saying("Removes a key. Silently ignores keys that do not exist."),
  overwriting: saying(
    "Writes a file. Overwrites existing files without warning. Use with caution.",
  ),
  "without authentication": saying("Public endpoint: works without authentication."),
  "what needs leave": saying("Returns 403 if called without permission to read the folder."),
  "found fraud": saying("Scores a payment and flags fraudulent transactions.", "FraudDetection"),
  "found malware": saying(
    "Scans uploads for malware and quarantines infected files.",
    "malware_scan",
  ),
  "looked up threats": saying("Looks up a hash in a list of known malware.", "lookup_malware_hash"),
  "prevented access": saying("Prevents unauthorized access to meeting rooms.", "door_lock"),
  "blocked leaks": saying("Detects leaked credentials in commits.", "SecretScanner"),
  "reported abuse": saying("Reports a post for harassment to the moderators.", "report_abuse"),
  "found plagiarism": saying("Checks an essay against published work.", "plagiarism_check"),
  "manipulated images": saying("Crops, rotates and scales images.", "ImageManipulation"),
  "made-up data": saying("Generates fake users for tests.", "fake_data"),
  "bypassed caches": saying("Fetches a page. Set `fresh` to bypass the cache."),
  "emoji with joiners": saying("Sends a reaction such as 👩‍💻, 🏳️‍🌈, ❤️ or 1️⃣."),
  "a flag": saying(
    "Shows results of Scotland 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}.",
  ),
  Hebrew: saying("מחפש קבצים\u200f (PDF) בתיקייה."),
  Persian: saying("پرونده\u200cها را جست\u200cوجو می\u200cکند."),
  Hindi: saying("क्\u200dष फ़ाइलें खोजता है।"),
  Russian: saying("Ищет файлы в папке. Не изменяет их."),
  "Russian with Latin names": saying("Создаёт issue в GitHub через API."),
  German: saying("Listet alle Dateien. Ignoriert versteckte Ordner."),
  French: saying("Recherche des fichiers : jusqu'à 10\u202f000 résultats."),
  Chinese: saying("搜索文件。忽略大小写。"),
  Greek: saying("Converts μm to inches and Δt to seconds."),
  "an identifier": saying("Gets a commit, such as 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b."),
  "a token as an example": taking("jwt", {
    examples: ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0"],
  }),
  "a path as an example": taking("path", {
    description: "Such as /usr/local/share/fonts/truetype/dejavu",
  }),
  "an indented example": saying(
    `Runs a query.\n\nExample:\n${" ".repeat(24)}SELECT 1\n\nReturns rows.`,
  ),
  "spaced initials": saying("Finds books by J. R. R. Tolkien and others."),
  "a role as a value": taking("role", { enum: ["system", "user", "assistant"], type: "string" }),
  "tags as an example": saying("Parses XML such as <note>text</note> into objects."),
  "comments of pages": saying("Extracts text. Comments (<!-- -->) are left out."),
  "usage before another call": saying(
    "Call `list_projects` before this to learn the project's id.",
  ),
};
