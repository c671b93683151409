/**
 * Does: shows texts that may hold a password without it: addresses of pages, command lines. In: bytes that a parser is about to keep. Out: the same
 * text with {@code <hidden>} for each value whose name, listed in {@code secret-names.tsv}, means a secret. Thread: any; stateless, nothing allocated. Limits:
 * names of {@link io.auscult.core.protocol.secret.SecretNames#MAX_NAME} bytes; rather too much is hidden than too little.
 */
package io.auscult.core.protocol.secret;
