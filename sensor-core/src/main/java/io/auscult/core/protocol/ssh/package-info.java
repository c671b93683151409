/**
 * Does: reads the clear part of SSH: identification, key exchange proposals, host key. In: both directions of a stream. Out: one
 * {@code ssh} event a connection. Thread: the flow's lane. Limits: one key exchange message of each side is kept, up to
 * {@link io.auscult.core.protocol.ssh.SshKexInit#MAX_BYTES}.
 */
package io.auscult.core.protocol.ssh;
