/**
 * Does: notices who takes another's identity: so far, addresses taken over by ARP. In: {@code arp} and {@code contact} events. Out: drafted alerts. Thread: the detect
 * thread. Limits: {@link io.auscult.rules.identity.ArpPoisonDetector#CAPACITY} addresses and as many stations, the longest idle forgotten.
 */
package io.auscult.rules.identity;
