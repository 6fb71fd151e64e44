import { createHash, randomUUID } from "node:crypto";
import {
  calculateJwkThumbprint,
  EmbeddedJWK,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import { MOST, NOW, type TokenKind } from "./contenders.ts";

const CALL = { htm: "POST", htu: "https://gate.example/mcp" };
const SECONDS = NOW / 1000;
const ISSUER = { issuer: "issuer", audience: "gate", algorithms: ["EdDSA"] };

/** A JWT that is bound to a key, and the proof that comes with a request (RFC 9449), by jose. */
export async function dpopTokens(): Promise<TokenKind> {
  const issuer = await generateKeyPair("EdDSA");
  const holder = await generateKeyPair("EdDSA", { extractable: true });
  const jwk = await exportJWK(holder.publicKey);
  const confirmation = { cnf: { jkt: await calculateJwkThumbprint(jwk) } };
  const mint = (): Promise<string> =>
    new SignJWT({ ...confirmation, tool: "payments.refund", most: MOST, jti: randomUUID() })
      .setProtectedHeader({ alg: "EdDSA" })
      .setIssuer("issuer")
      .setAudience("gate")
      .setIssuedAt(SECONDS)
      .setExpirationTime(SECONDS + 300)
      .sign(issuer.privateKey);
  const text = await mint();
  const proof = await new SignJWT({ ...CALL, ath: hashOf(text), jti: randomUUID(), iat: SECONDS })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk })
    .sign(holder.privateKey);
  const currentDate = new Date(NOW);
  return {
    name: "jose, JWT and DPoP",
    characters: text.length + proof.length,
    verify: async (amount) => {
      const { payload } = await jwtVerify(text, issuer.publicKey, { ...ISSUER, currentDate });
      const shown = await jwtVerify(proof, EmbeddedJWK, {
        algorithms: ["EdDSA"],
        typ: "dpop+jwt",
        currentDate,
        maxTokenAge: 60,
        requiredClaims: ["jti", "iat"],
      });
      const { cnf } = payload as JWTPayload & { readonly cnf?: { readonly jkt?: string } };
      const held = shown.protectedHeader.jwk;
      if (held === undefined || (await calculateJwkThumbprint(held)) !== cnf?.jkt) return false;
      const { htm, htu, ath } = shown.payload;
      if (htm !== CALL.htm || htu !== CALL.htu || ath !== hashOf(text)) return false;
      return payload["tool"] === "payments.refund" && amount <= Number(payload["most"]);
    },
    mint,
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
