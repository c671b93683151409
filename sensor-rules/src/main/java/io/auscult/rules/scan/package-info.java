/**
 * Does: notices scans: sweeps, port scans, block, decoy, distributed, idle, slow scans, hits on dark addresses, fingerprinting, probing, and the SYN floods that look like
 * them. In: {@code contact}, {@code conn}, {@code arp} and service events. Out: drafted alerts, one at the threshold, then at 10, 100, 1000 ... Thread: the detect
 * thread. Limits: every table has a capacity (constants in {@link io.auscult.rules.scan.ScanDetector}); together under 80 MB when all are full.
 */
package io.auscult.rules.scan;
