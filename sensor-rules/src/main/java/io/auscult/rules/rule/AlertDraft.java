package io.auscult.rules.rule;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert while its detector fills it in. What belongs to the incident (ids, update number, recommendation) is left to
 * {@link io.auscult.rules.incident.Incidents}; {@code id} carries the seed that makes ids stable: rule, actor, number and time of the first packet, and {@link #seed}.
 */
public final class AlertDraft {
    /** Evidence of this name lists which counts are estimates: targets, ports, answered. */
    public static final String ESTIMATED = "estimated";

    private final Rule rule;
    private final long timeNs;
    private final Party actor;
    private Level level;
    private Confidence confidence;
    private String kind;
    private @Nullable Party target;
    private List<IpAddress> targets = List.of();
    private long targetCount;
    private List<Integer> ports = List.of();
    private long portCount;
    private List<String> openPorts = List.of();
    private long answered;
    private Outcome outcome = Outcome.UNKNOWN;
    private long count = 1;
    private long firstSeenNs;
    private long lastSeenNs;
    private final Map<String, String> evidence = new LinkedHashMap<>();
    private ConnectionRef connection;
    private long firstPacket;
    private String seed = "";

    public AlertDraft(Rule rule, Party actor, long timeNs, ConnectionRef connection) {
        this.rule = rule;
        this.actor = actor;
        this.timeNs = timeNs;
        this.level = rule.level();
        this.confidence = rule.confidence();
        this.kind = rule.title();
        this.firstSeenNs = timeNs;
        this.lastSeenNs = timeNs;
        this.connection = connection;
        this.firstPacket = connection.packetNumber();
    }

    public AlertDraft(Rule rule, Party actor, Event event) {
        this(rule, actor, event.timestampNs(), ConnectionRef.of(event));
    }

    public AlertDraft level(Level level) {
        this.level = level;
        return this;
    }

    public AlertDraft confidence(Confidence confidence) {
        this.confidence = confidence;
        return this;
    }

    public AlertDraft kind(String kind) {
        this.kind = kind;
        return this;
    }

    public AlertDraft target(Party target) {
        this.target = target;
        return this;
    }

    /** @param count distinct ones, of which the sample shows some; the first is the target when none is named */
    public AlertDraft targets(List<IpAddress> sample, long count) {
        this.targets = List.copyOf(sample);
        this.targetCount = Math.max(count, sample.size());
        return this;
    }

    public AlertDraft ports(List<Integer> sample, long count) {
        this.ports = List.copyOf(sample);
        this.portCount = Math.max(count, sample.size());
        return this;
    }

    public AlertDraft open(List<String> sample, long answered) {
        this.openPorts = List.copyOf(sample);
        this.answered = answered;
        return this;
    }

    public AlertDraft outcome(Outcome outcome) {
        this.outcome = outcome;
        return this;
    }

    public AlertDraft count(long count) {
        this.count = count;
        return this;
    }

    public AlertDraft seen(long firstNs, long lastNs, long firstPacket) {
        this.firstSeenNs = Math.min(firstNs, lastNs);
        this.lastSeenNs = Math.max(firstNs, lastNs);
        this.firstPacket = firstPacket;
        return this;
    }

    /** What tells it from others of the same rule, actor and first moment. */
    public AlertDraft seed(String seed) {
        this.seed = "/" + seed;
        return this;
    }

    public AlertDraft evidence(String name, Object value) {
        evidence.put(name, value.toString());
        return this;
    }

    public Alert alert() {
        Party whom = target != null
                ? target
                : targets.isEmpty() ? new Party(null, null, null, null) : Party.of(targets.getFirst());
        // The number alone would come again after a restart, which counts from one.
        return new Alert(
                rule.id() + "/" + actor + "/" + firstPacket + "@" + firstSeenNs + seed,
                timeNs,
                rule,
                level,
                confidence,
                kind,
                actor,
                whom,
                targets,
                targetCount,
                ports,
                portCount,
                openPorts,
                answered,
                outcome,
                count,
                firstSeenNs,
                lastSeenNs,
                evidence,
                connection,
                "",
                0,
                rule.recommendation());
    }
}
