/**
 * Does: reads NTLMSSP ([MS-NLMP]) wherever another protocol carries it. In: its three messages, as the carrying protocol hands them over,
 * and what became of them. Out: one {@code ntlm} and one {@code identity} event for each authentication, {@code host_name} events. Thread:
 * the flow's lane. Limits: names of {@link io.auscult.core.protocol.identity.IdentityUse#MAX_NAME} bytes, {@link
 * io.auscult.core.protocol.ntlm.NtlmReader#MAX_PAIRS} pairs of target information; responses are measured, never kept.
 */
package io.auscult.core.protocol.ntlm;
