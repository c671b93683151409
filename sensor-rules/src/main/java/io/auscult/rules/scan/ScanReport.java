package io.auscult.rules.scan;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import io.auscult.rules.scan.Campaign.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a campaign into words. How much it matters: a source inside is an intruder until shown otherwise (medium below ten probes, high from then on; outward on
 * everyday ports medium); from the Internet it is weather (low) unless a service that should never face it answered (medium). Stateless.
 */
final class ScanReport {
    private static final long SHARE = 5; // a kind of which there is less than a fifth is not named
    private static final long PING_SHARE = 10;
    private static final int SURE = 10;
    private static final int SURE_OUTWARD = 20;
    private static final long SLOW_NS = 1_800_000_000_000L; // in all
    private static final long SLOW_GAP_NS = 60_000_000_000L; // between probes

    private final ScanRules rules;
    private final Surroundings surroundings;

    ScanReport(ScanRules rules, Surroundings surroundings) {
        this.rules = rules;
        this.surroundings = surroundings;
    }

    Alert of(ScanActor actor, Campaign scan, long nowNs) {
        IpAddress source = new IpAddress(actor.high, actor.low);
        boolean slow = isSlow(scan);
        boolean near = scan.localOrig && !surroundings.isForeign(actor.mac, actor.high, actor.low);
        String mac = near ? Mac.text(actor.mac) : null;
        Rule rule = slow
                ? rules.slowScan
                : switch (scan.shape) {
                    case SWEEP -> rules.addressSweep;
                    case PORTS -> rules.portScan;
                    case BLOCK -> rules.blockScan;
                };
        long measure = scan.measure();
        AlertDraft draft = new AlertDraft(rule, new Party(source, mac, null, null), nowNs, scan.connection)
                .kind(words(scan))
                .level(level(scan, measure))
                .confidence(measure >= SURE ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(scan.targetSample.addresses(), scan.targets.count())
                .ports(scan.portSample.ports(), scan.services.count())
                .open(scan.openSample.endpoints(), scan.answered())
                .outcome(outcome(scan))
                .count(Math.max(
                        scan.probes, scan.targets.count())) // those that were answered are not counted as probes
                .seen(scan.firstNs, scan.lastNs, scan.firstPacket)
                .evidence("refused", scan.refused)
                .evidence("silent", scan.silent)
                .evidence("answered", scan.answered())
                .evidence("kinds", kinds(scan))
                .evidence("direction", direction(scan));
        if (!scan.isExact()) {
            draft.evidence(AlertDraft.ESTIMATED, estimated(scan));
        }
        return draft.alert();
    }

    private static String estimated(Campaign scan) {
        List<String> names = new ArrayList<>();
        if (!scan.targets.isExact()) {
            names.add("targets");
        }
        if (!scan.services.isExact()) {
            names.add("ports");
        }
        if (!scan.open.isExact()) {
            names.add("answered");
        }
        return String.join(", ", names);
    }

    Alert scatter(Source source) {
        IpAddress last = source.lastFailed();
        AlertDraft draft = new AlertDraft(
                        rules.sequentialTest, Party.of(source.address()), source.lastFailedNs, source.connection)
                .kind("contacts that fail, one host after another")
                .level(source.inside ? Level.MEDIUM : Level.LOW)
                .target(Party.of(last))
                .targets(List.of(last), source.failed.count())
                .ports(List.of(source.lastFailedPort()), source.failedServices.count())
                .outcome(
                        source.wasMostlyRefused()
                                ? Outcome.FAILED
                                : surroundings.outcomeOfSilence(source.inside, source.aimedInside))
                .count(source.failed.count())
                .seen(source.dayNs, source.lastFailedNs, source.firstPacket)
                .evidence("failed_hosts", source.failed.count())
                .evidence("reached_hosts", source.reached)
                .evidence("log_likelihood_ratio", Math.round(source.walk.position() * 10) / 10.0);
        if (!source.failed.isExact()) {
            draft.evidence(AlertDraft.ESTIMATED, "targets, ports");
        }
        return draft.alert();
    }

    Alert dark(Source source) {
        IpAddress last = source.lastDark();
        return new AlertDraft(rules.darkAddress, Party.of(source.address()), source.lastFailedNs, source.connection)
                .kind("contacts with addresses that nobody uses")
                .level(source.inside ? Level.MEDIUM : Level.LOW)
                .target(Party.of(last))
                .targets(List.of(last), source.dark.count())
                .ports(List.of(source.lastDarkPort()), source.darkServices.count())
                .outcome(surroundings.outcomeOfSilence(source.inside, true))
                .count(source.dark.count())
                .seen(source.dayNs, source.lastDarkNs(), source.firstPacket)
                .evidence("dark_addresses", source.dark.count())
                .alert();
    }

    static String direction(Campaign scan) {
        return scan.localOrig ? scan.localResp ? "internal" : "outbound" : scan.localResp ? "inbound" : "external";
    }

    private static boolean isSlow(Campaign scan) {
        long span = scan.lastNs - scan.firstNs;
        return span > SLOW_NS && span / Math.max(1, scan.measure()) > SLOW_GAP_NS;
    }

    private Outcome outcome(Campaign scan) {
        if (scan.answered() > 0) {
            return Outcome.SUCCEEDED;
        }
        if (scan.refused == 0) {
            return surroundings.outcomeOfSilence(scan.localOrig, scan.localResp);
        }
        return scan.refused > scan.silent ? Outcome.FAILED : Outcome.ATTEMPTED;
    }

    private static Level level(Campaign scan, long measure) {
        if (!scan.localOrig) {
            return scan.localResp && measure >= SURE && scan.answered() > 0 && scan.shape != Shape.SWEEP
                    ? Level.MEDIUM
                    : Level.LOW;
        }
        if (scan.everyday || isHalfAlive(scan)) {
            return Level.MEDIUM;
        }
        return measure >= (scan.localResp ? SURE : SURE_OUTWARD) ? Level.HIGH : Level.MEDIUM;
    }

    /** A sweep by ping that a third or more answered: a monitoring system that begins at night sees that too. */
    private static boolean isHalfAlive(Campaign scan) {
        return scan.shape == Shape.SWEEP
                && scan.services.count() == 0
                && scan.answered() * 2 >= scan.refused + scan.silent;
    }

    /** "SYN scan", "UDP sweep", "FIN, NULL and XMAS scan", "block scan". */
    static String words(Campaign scan) {
        long all = 0;
        for (int count : scan.kinds) {
            all += count;
        }
        return switch (scan.shape) {
            case BLOCK -> "block scan";
            case PORTS -> kinds(scan) + " scan";
            case SWEEP ->
                scan.kinds[ProbeKind.PING.ordinal()] * PING_SHARE >= all ? "ping sweep" : kinds(scan) + " sweep";
        };
    }

    /** The kinds that make up a fifth or more of the probes. Who tries one IP protocol after the other tries TCP, UDP and SCTP as well. */
    static String kinds(Campaign scan) {
        long all = 0;
        for (int count : scan.kinds) {
            all += count;
        }
        if (scan.kinds[ProbeKind.IP_PROTOCOL.ordinal()] * 2L > all) {
            return ProbeKind.IP_PROTOCOL.words;
        }
        StringBuilder names = new StringBuilder();
        String last = "";
        for (ProbeKind kind : ProbeKind.values()) {
            if (scan.kinds[kind.ordinal()] > 0 && scan.kinds[kind.ordinal()] * SHARE >= all) {
                names.append(last.isEmpty() ? "" : names.isEmpty() ? last : ", " + last);
                last = kind.words;
            }
        }
        return names + (names.isEmpty() ? "" : " and ") + last;
    }
}
