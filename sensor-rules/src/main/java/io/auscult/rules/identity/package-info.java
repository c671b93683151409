/**
 * Does: notices who takes another's identity: addresses taken over, passwords guessed, tickets roasted or forged, logons relayed, directories copied. In: {@code arp}, {@code contact},
 * {@code identity}, {@code kerberos}, {@code ntlm}, {@code dce_rpc}, {@code dhcp_message} and {@code host_name} events. Out: drafted alerts. Thread: the detect thread. Limits: each
 * detector's {@code CAPACITY} (a few thousand pairs of hosts, 65,536 users), the longest idle forgotten and counted.
 */
package io.auscult.rules.identity;
