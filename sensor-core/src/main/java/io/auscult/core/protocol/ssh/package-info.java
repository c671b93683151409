/**
 * Does: reads the clear part of SSH (identification, key exchange proposals, host key) and infers from the sizes of sealed packets who was let in and
 * how it is used. In: both directions of a stream. Out: {@code ssh}, {@code ssh_session} and {@code identity} events. Thread: the flow's lane. Limits: one key exchange message of each side is kept, up to
 * {@link io.auscult.core.protocol.ssh.SshKexInit#MAX_BYTES}; of sealed packets only sizes, until use is decided.
 */
package io.auscult.core.protocol.ssh;
