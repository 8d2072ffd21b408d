import type { EntryDraft } from "./entry-draft.ts";

/** The form that WordPress puts in place of the text, whatever language it speaks. */
const passwordForm = /class=["'][^"'<>]{0,200}post-password-form|action=postpass\b/i;

/** What WordPress says where a feed has no more than excerpts. */
const excerpts = new Set([
  "There is no excerpt because this is a protected post.",
  "Es gibt keinen Textauszug, da dies ein geschützter Beitrag ist.",
  "Il n’y a pas d’extrait, car cette publication est protégée.",
  "No hay extracto porque es una entrada protegida.",
  "Non c'è alcun riassunto in quanto si tratta di un articolo protetto.",
  "Er is geen samenvatting omdat dit een beschermd bericht is.",
  "Não há resumo porque este post é protegido.",
  "Brak zajawki, ponieważ wpis jest zabezpieczony hasłem.",
  "この投稿はパスワードで保護されているため抜粋文はありません。",
]);

/** Whether an entry's text is kept from whoever has no password: nothing of it is for the public. */
export function isProtected({ summary = "", contentHtml = "" }: EntryDraft): boolean {
  return passwordForm.test(contentHtml.slice(0, 20_000)) || excerpts.has(summary.trim());
}

export const whyProtected = "is protected by a password; it is read once it is open to everybody";
