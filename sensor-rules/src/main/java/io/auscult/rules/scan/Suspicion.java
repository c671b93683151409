package io.auscult.rules.scan;

/**
 * When failures are a scan: the thresholds. Two counts each: of distinct failures within ten minutes, and of failures however slow. A service that the
 * source mostly reaches is never swept. What browsers, name servers and peer-to-peer programs do outward needs far more. Stateless.
 */
final class Suspicion {
    private static final int FAST_HOSTS = 5;
    private static final int SLOW_HOSTS = 6;
    private static final int FAST_HOSTS_UDP = 10; // much UDP is never answered: syslog, traps, wake-on-LAN
    private static final int SLOW_HOSTS_UDP = 20;
    private static final int FAST_HOSTS_OUTWARD = 30;
    private static final int SLOW_HOSTS_OUTWARD = 200;
    private static final int DENSE_HOSTS = 8; // silent ones among neighbours that answer
    private static final int HALF_OPENED_HOSTS = 10;
    private static final int TOUCHED_HOSTS = 30;
    private static final int PEER_SERVICES = 8; // different high ports outside: a peer-to-peer program
    private static final float FAST_PORTS = 5;
    private static final float SLOW_PORTS = 8;
    private static final int SCATTERED_HOSTS = 12;
    private static final int SCATTERED_SERVICES = 4;

    private Suspicion() {}

    static boolean isSweep(Contact c, Sweep sweep, Source source) {
        long touched = sweep.touched.count();
        if (touched * 2 >= sweep.reached && (sweep.halfOpened >= HALF_OPENED_HOSTS || touched >= TOUCHED_HOSTS)) {
            return true;
        }
        long failed = sweep.failed.count();
        if (c.kind == ProbeKind.PING && c.localResp && isDense(sweep, failed)) {
            return true;
        }
        if (failed < FAST_HOSTS
                || failed <= sweep.reached - touched
                || !sweep.walk.saysScanner()
                || c.kind == ProbeKind.IP_PROTOCOL) {
            return false;
        }
        boolean outward = c.localOrig && !c.localResp;
        int fast = FAST_HOSTS;
        int slow = SLOW_HOSTS;
        if (outward && (isEverydayOutward(c) || c.port >= 1024 && !isWormPort(c))) {
            if (c.port >= 1024
                    && !isEverydayOutward(c)
                    && source.failedServices.count() >= PEER_SERVICES
                    && source.failedServices.count() * 2 > failed) {
                return false;
            }
            fast = FAST_HOSTS_OUTWARD;
            slow = SLOW_HOSTS_OUTWARD;
        } else if (c.kind == ProbeKind.UDP && sweep.refused * 2L < failed) {
            fast = FAST_HOSTS_UDP;
            slow = SLOW_HOSTS_UDP;
        }
        return sweep.recent >= fast || failed >= slow;
    }

    /**
     * Whether a ping went to nearly every address of a range within minutes, and a third of them stayed silent. Monitoring asks what it knows to exist.
     */
    private static boolean isDense(Sweep sweep, long failed) {
        return sweep.recent >= DENSE_HOSTS
                && failed * 2 >= sweep.reached
                && (failed + sweep.reached) * 4 >= sweep.span() * 3;
    }

    /** What every browser, mail server and resolver asks of the whole world, often behind a filter that says nothing. */
    static boolean isEverydayOutward(Contact c) {
        return switch (c.port) {
            case 25, 53, 80, 123, 137, 443, 853, 3478, 3479, 3480, 3481, 5222, 5223, 5228, 8080, 19302 ->
                c.kind == ProbeKind.UDP || c.kind == ProbeKind.SYN || c.kind == ProbeKind.CONNECT;
            default -> c.kind.isIcmp() && c.localOrig && !c.localResp;
        };
    }

    /** Whether an ordinary program might be behind this sweep. */
    static boolean isEveryday(Sweep sweep, Contact c) {
        boolean outward = c.localOrig && !c.localResp;
        return outward && (isEverydayOutward(c) || c.port >= 1024 && !isWormPort(c))
                || sweep.failed.count() < FAST_HOSTS;
    }

    /** Services over 1023 that worms and intruders look for. */
    static boolean isWormPort(Contact c) {
        return switch (c.port) {
            case 1433,
                    1434,
                    1521,
                    2222,
                    2323,
                    2375,
                    3306,
                    3389,
                    4899,
                    5432,
                    5555,
                    5800,
                    5900,
                    5985,
                    5986,
                    6379,
                    7547,
                    9200,
                    11211,
                    27017 -> true;
            default -> false;
        };
    }

    static boolean isPortScan(PortScan scan) {
        float weight = scan.weight();
        if (weight < FAST_PORTS
                || scan.failed.count() + scan.touched.count()
                        <= scan.open.count() + scan.oneSided.count() - scan.touched.count()) {
            return false;
        }
        return scan.recentWeight() >= FAST_PORTS || weight >= SLOW_PORTS;
    }

    /** Many new hosts fail, on whatever service: the sequential test over the source as a whole. */
    static boolean isScatter(Source source) {
        long failed = source.failed.count();
        return failed >= SCATTERED_HOSTS
                && source.failedServices.count() >= SCATTERED_SERVICES
                && failed > source.reached
                && source.walk.saysScanner();
    }
}
