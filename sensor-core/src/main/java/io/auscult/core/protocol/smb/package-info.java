/**
 * Does: reads SMB 1, 2 and 3, bare or behind NetBIOS session framing: who offers what, who logs on and with what result, which shares,
 * files and pipes are used. In: both directions of a stream. Out: {@code smb_session}, {@code smb_mapping} and {@code smb_files} events. Thread:
 * the flow's lane. Limits: {@link io.auscult.core.protocol.smb.Requests#MAX}, {@link io.auscult.core.protocol.smb.Trees#MAX} and
 * {@link io.auscult.core.protocol.smb.OpenFiles#MAX} a connection, the oldest goes; messages are kept up to
 * {@link io.auscult.core.protocol.smb.SmbParser#MAX_MESSAGE}, file content passes through.
 */
package io.auscult.core.protocol.smb;
