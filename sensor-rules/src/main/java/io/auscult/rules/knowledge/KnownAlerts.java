package io.auscult.rules.knowledge;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Party;
import io.auscult.core.detect.Mix;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.role.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between detectors and incidents. When the actor plays a learned role that would explain the alert if somebody declared it, the alert is told all the same, one step less
 * sure, with a sentence that says so ({@link #LOOKS_LIKE}). And whoever is seen to scan is remembered for it: on several days it looks like a scanner. Detect thread; keeps nothing.
 */
public final class KnownAlerts implements AlertSink {
    /** Name of the evidence. */
    public static final String LOOKS_LIKE = "looks_like";

    private static final String SCANS = "scan";

    private final Knowledge knowledge;
    private final AlertSink next;

    public KnownAlerts(Knowledge knowledge, AlertSink next) {
        this.knowledge = knowledge;
        this.next = next;
    }

    @Override
    public void raise(Alert alert) {
        Party actor = alert.actor();
        IpAddress host = actor.ip();
        if (host == null) {
            next.raise(alert);
            return;
        }
        LearnedRole explaining = explaining(host, alert);
        if (alert.rule().area().equals(SCANS)) {
            for (IpAddress target : alert.targets()) {
                knowledge.scans(host.high(), host.low(), Mix.of(target.high(), target.low()), alert.timeNs());
            }
        }
        next.raise(explaining == null ? alert : lessSure(alert, explaining));
    }

    private @Nullable LearnedRole explaining(IpAddress host, Alert alert) {
        for (Role role : Role.values()) {
            if (role.explains(alert.rule().id(), alert.rule().area())) {
                LearnedRole learned = knowledge.roles().learned(role, host.high(), host.low(), alert.timeNs());
                if (learned != null) {
                    return learned;
                }
            }
        }
        return null;
    }

    private static Alert lessSure(Alert alert, LearnedRole role) {
        Map<String, String> evidence = new LinkedHashMap<>(alert.evidence());
        evidence.put(LOOKS_LIKE, sentence(role));
        Confidence confidence =
                Confidence.values()[Math.max(0, alert.confidence().ordinal() - 1)];
        return new Alert(
                alert.id(),
                alert.timeNs(),
                alert.rule(),
                alert.level(),
                confidence,
                alert.kind(),
                alert.actor(),
                alert.target(),
                alert.targets(),
                alert.targetCount(),
                alert.ports(),
                alert.portCount(),
                alert.openPorts(),
                alert.answered(),
                alert.outcome(),
                alert.count(),
                alert.firstSeenNs(),
                alert.lastSeenNs(),
                evidence,
                alert.connection(),
                alert.incidentId(),
                alert.update(),
                alert.recommendation());
    }

    /** What was seen, and what to do about it. */
    public static String sentence(LearnedRole role) {
        return role.role().key() + ": it " + role.evidence() + ", since " + day(role.sinceNs())
                + " (declare it under roles if that is its work)";
    }

    private static LocalDate day(long ns) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)), ZoneOffset.UTC);
    }
}
