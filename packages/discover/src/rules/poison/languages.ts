import { inOrder, matching } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

const OVERRIDE = {
  kind: "override",
  severity: "critical",
  what: "tells the model to set aside what it was told",
} as const;
const SECRECY = {
  kind: "secrecy",
  severity: "critical",
  what: "tells the model to keep something from people",
} as const;

/**
 * The two strongest signals in other languages, without accents as readings have none: an English description that
 * holds another language for the model alone, and descriptions in another language.
 */
export const IN_OTHER_LANGUAGES: readonly Signal[] = [
  {
    ...OVERRIDE,
    find: inOrder(
      "ignorier\\w{0,4}|missacht\\w{0,4}|vergiss|vergessen|verwirf|uber?geh\\w{0,3}",
      30,
      "alle|bisherig\\w{0,2}|fruher\\w{0,3}|vorherig\\w{0,2}|vorig\\w{0,2}|obig\\w{0,2}|vorangegangen\\w{0,2}",
      30,
      "\\w{0,12}anweisung\\w{0,2}|instruktion\\w{0,2}|befehle?|regeln|vorgaben|anleitung\\w{0,2}",
    ),
  },
  {
    ...SECRECY,
    find: inOrder(
      "sag\\w{0,3}|erwahn\\w{0,3}|verrat\\w{0,3}|mitteil\\w{0,2}|teile|informier\\w{0,3}|zeig\\w{0,3}|erzahl\\w{0,3}|dem|den",
      40,
      "(?:be)?nutzer\\w{0,3}|anwender\\w{0,3}|user|menschen",
      40,
      "nicht|nichts|niemals|kein wort",
    ),
  },
  {
    ...OVERRIDE,
    find: inOrder(
      "ignor(?:a|ar|e|en|ad)|olvid(?:a|ar|e|en)|descart(?:a|ar|e)|no (?:sigas|obedezcas)",
      30,
      "anteriores|previas|previos|todas|tus|sus",
      30,
      "instrucciones|ordenes|reglas|indicaciones|directrices",
    ),
  },
  {
    ...OVERRIDE,
    find: inOrder(
      "ignor(?:a|ar|e|en)|olvid(?:a|ar|e)|descart(?:a|ar|e)",
      30,
      "instrucciones|ordenes|reglas|indicaciones|directrices",
      16,
      "anteriores|previas|previos|dadas|recibidas",
    ),
  },
  {
    ...SECRECY,
    find: inOrder(
      "no (?:se lo |lo |le )?(?:digas|diga|menciones|mencione|informes|informe|reveles|revele|cuentes|avises|muestres)|nunca (?:digas|menciones|reveles|informes)|sin (?:decir|informar|avisar)",
      40,
      "usuario|usuaria|usuarios|nadie",
    ),
  },
  {
    ...OVERRIDE,
    find: inOrder(
      "ignore[rz]?|oublie[rz]?|neglige[rz]?",
      30,
      "instructions|consignes|regles|directives|ordres",
      16,
      "precedentes?|anterieure?s|ci-dessus|initiales|donnees",
    ),
  },
  {
    ...SECRECY,
    find: inOrder(
      "ne|n'|sans|jamais",
      16,
      "(?:le )?dire|dites|dis|mentionne[rsz]?|informe[rz]?|revele[rz]?|prevenir|previens|montre[rz]?|parle[rz]?",
      40,
      "utilisateurs?|l'utilisateur|personne",
    ),
  },
  {
    ...SECRECY,
    find: matching(
      /n'(?:informez?|avertissez|avertis|en (?:dis|dites|parlez?))(?!\p{L})[^|]{0,40}(?:utilisateur|personne)/u,
    ),
  },
  {
    ...OVERRIDE,
    find: inOrder(
      "ignor(?:a|are|ate|e|ar|em)|dimentic(?:a|are|ate)|trascur(?:a|are)|esquec(?:a|er|am)|desconsider(?:e|ar)",
      30,
      "istruzioni|regole|direttive|instrucoes|regras|diretrizes|ordens|comandos",
      16,
      "precedenti|anteriori|anteriores|previas|acima|ricevute",
    ),
  },
  {
    ...SECRECY,
    find: inOrder(
      "non|senza|nao|sem|nunca",
      12,
      "dire|dirlo|menzionare|informare|rivelare|mostrare|dizer|diga|conte|mencione|mencionar|informe|informar|revele|revelar|mostre",
      40,
      "utente|all'utente|l'utente|utenti|usuarios?|ninguem|nessuno",
    ),
  },
  {
    ...OVERRIDE,
    find: inOrder(
      "игнорир\\p{L}{1,6}|проигнорир\\p{L}{1,6}|забуд\\p{L}{1,4}|отброс\\p{L}{1,4}",
      30,
      "предыдущ\\p{L}{1,4}|прежн\\p{L}{1,4}|все|ранние|вышеуказанн\\p{L}{1,4}",
      30,
      "инструкц\\p{L}{1,4}|указан\\p{L}{1,4}|правил\\p{L}{0,3}|команд\\p{L}{0,3}",
    ),
  },
  {
    ...SECRECY,
    find: inOrder(
      "не|никогда не",
      4,
      "сообща\\p{L}{1,4}|говори\\p{L}{0,3}|упомина\\p{L}{1,4}|рассказыва\\p{L}{1,4}|раскрыва\\p{L}{1,4}|показыва\\p{L}{1,4}",
      40,
      "пользовател\\p{L}{1,4}|никому|человеку",
    ),
  },
  {
    ...OVERRIDE,
    find: matching(
      /(?:忽略|无视|無視|忘记|忘掉|忘記|不要遵守|不要理会).{0,12}(?:指令|指示|提示|规则|規則|命令|说明|要求)|(?:以前|これまで|上記|前|すべて|全て)の.{0,8}(?:指示|命令|指令|ルール|プロンプト).{0,4}(?:無視|忘れ)|(?:이전|앞의|모든).{0,8}(?:지시|명령|지침|규칙).{0,6}(?:무시|잊)/u,
    ),
  },
  {
    ...SECRECY,
    find: matching(
      /(?:不要|别|切勿|不得|请勿|勿|禁止|無需|无需).{0,6}(?:告诉|告知|提及|提到|透露|通知|告訴|让).{0,8}(?:用户|用戶|使用者|任何人|他人)|(?:不要|别|切勿|请勿|不得).{0,4}(?:向|对|對|让)(?:用户|用戶|使用者|任何人).{0,8}(?:提及|提到|透露|说|說|知道|展示|显示|告知)|(?:ユーザー?|利用者|誰).{0,8}(?:言わない|伝えない|教えない|知らせない|言及しない|明かさない|話さない|見せない)|(?:사용자|누구).{0,10}(?:말하지|알리지|언급하지|밝히지|보여주지)/u,
    ),
  },
];
