package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code expect} in a {@code case.yml}: what somebody really did. It says by itself whether an alert tells it. Immutable.
 *
 * @param kind what it is called, compared with what the alert calls it; empty where the technique says enough
 * @param what what was done, in plain words, where there is no kind
 * @param outcome what became of it, null where it does not matter
 * @param actor an address, a range of the last part as {@code 198.51.100.20-31}, or {@code spoofed}
 * @param targets how many addresses were asked, 0 where it does not matter
 * @param target the one address, null where there are many
 * @param ports how many ports, 0 where it does not matter
 * @param decoys in whose names it was done as well
 */
record GroundTruth(
        String technique,
        String actor,
        String kind,
        String what,
        @Nullable Outcome outcome,
        int targets,
        @Nullable String target,
        int ports,
        List<String> decoys) {
    private static final double TOLERANCE = 0.15;
    private static final Set<String> KEYS =
            Set.of("technique", "actor", "kind", "what", "outcome", "targets", "target", "ports", "decoys", "zombie");

    /** Kinds that look alike on the wire, or are named by what they reach: what really happened -> what may be said as well. */
    private static final Map<String, Set<String>> ALSO =
            Map.of("connect sweep", Set.of("version scan")); // when what it reads are banners

    static GroundTruth of(Map<?, ?> yaml) {
        assertThat(yaml.keySet()).as("expect: " + yaml).allMatch(KEYS::contains, "known keys: " + KEYS);
        return new GroundTruth(
                (String) yaml.get("technique"),
                (String) yaml.get("actor"),
                yaml.get("kind") instanceof String kind ? kind : "",
                yaml.get("what") instanceof String what ? what : "",
                yaml.get("outcome") instanceof String outcome
                        ? Outcome.valueOf(outcome.toUpperCase(Locale.ROOT))
                        : null,
                number(yaml.get("targets")),
                (String) yaml.get("target"),
                number(yaml.get("ports")),
                yaml.get("decoys") instanceof List<?> decoys
                        ? decoys.stream().map(Object::toString).toList()
                        : List.of());
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    /** Why none of these alerts tells it; empty when one does. The nearest first. */
    List<String> missedBy(List<Alert> alerts) {
        List<String> misses = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        for (Alert alert : alerts) {
            List<String> wrong = wrongIn(alert);
            if (wrong.isEmpty()) {
                return List.of();
            }
            if (wrong.size() < fewest) {
                fewest = wrong.size();
                misses.addFirst(alert.rule().id() + ": " + String.join(", ", wrong));
            } else {
                misses.add(alert.rule().id() + ": " + String.join(", ", wrong));
            }
        }
        return misses.isEmpty() ? List.of("no alert at all") : misses;
    }

    private List<String> wrongIn(Alert alert) {
        List<String> wrong = new ArrayList<>();
        List<String> techniques =
                alert.rule().techniques().stream().map(Technique::id).toList();
        if (techniques.stream().noneMatch(this::isKin)) {
            wrong.add("technique " + techniques + " for " + technique);
        }
        if (!isBy(alert)) {
            wrong.add("actor " + alert.actor() + " for " + actor);
        }
        String told = alert.kind().toLowerCase(Locale.ROOT);
        if (outcome != null && alert.outcome() != outcome) {
            wrong.add("outcome " + alert.outcome() + " for " + outcome);
        }
        if (!kind.isEmpty() && !isKind(told)) {
            wrong.add("kind \"" + told + "\" for \"" + kind + "\"");
        }
        if (!isNear(alert.targetCount(), targets)) {
            wrong.add("targets " + alert.targetCount() + " for " + targets);
        }
        if (target != null && !target.equals(String.valueOf(alert.target().ip()))) {
            wrong.add("target " + alert.target() + " for " + target);
        }
        if (!isNear(alert.portCount(), ports)) {
            wrong.add("ports " + alert.portCount() + " for " + ports);
        }
        if ((alert.answered() > 0) != (alert.outcome() == Outcome.SUCCEEDED)) {
            wrong.add("outcome " + alert.outcome() + " though " + alert.answered() + " answered");
        }
        return wrong;
    }

    /** "SYN and connect scan" tells a SYN scan. */
    private boolean isKind(String told) {
        String method = kind.substring(0, Math.max(0, kind.lastIndexOf(' ')));
        String shape = kind.substring(method.length());
        return told.equals(kind)
                || told.endsWith(shape)
                        && List.of(told.substring(0, told.length() - shape.length())
                                        .split(", | and | or "))
                                .contains(method)
                || ALSO.getOrDefault(kind, Set.of()).contains(told);
    }

    /** The same technique, its parent or a part of it. */
    private boolean isKin(String other) {
        return other.equals(technique) || other.startsWith(technique + ".") || technique.startsWith(other + ".");
    }

    private static boolean isNear(long told, int real) {
        return real == 0 || Math.abs(told - real) <= Math.ceil(real * TOLERANCE);
    }

    /** Whether an alert is about this actor; where nobody can tell the real one from decoys, or there are many, it names none and lists them all. */
    private boolean isBy(Alert alert) {
        IpAddress ip = alert.actor().ip();
        if (actor.equals("spoofed")) {
            return ip == null;
        }
        List<String> sources = sources(alert);
        return ip == null
                ? !sources.isEmpty()
                        && sources.stream().allMatch(this::isOneOfUs)
                        && sources.stream().anyMatch(this::isActor)
                : isActor(ip.toString());
    }

    private boolean isOneOfUs(String address) {
        return isActor(address) || decoys.contains(address);
    }

    private boolean isActor(String address) {
        int dash = actor.indexOf('-');
        if (dash < 0) {
            return address.equals(actor);
        }
        String network = actor.substring(0, actor.lastIndexOf('.') + 1);
        if (!address.startsWith(network)) {
            return false;
        }
        int last = Integer.parseInt(address.substring(network.length()));
        return last >= Integer.parseInt(actor.substring(network.length(), dash))
                && last <= Integer.parseInt(actor.substring(dash + 1));
    }

    private static List<String> sources(Alert alert) {
        String told = alert.evidence().get("sources");
        String listed =
                told != null && told.contains(".") ? told : alert.evidence().getOrDefault("source_sample", "");
        return Stream.of(listed.split("[\\[\\], ]+"))
                .filter(source -> !source.isEmpty())
                .toList();
    }

    /** Whether an alert blames the actor, or says that it is one of several. */
    boolean concerns(Alert alert) {
        return isBy(alert)
                || alert.actor().ip() == null && sources(alert).stream().anyMatch(this::isActor);
    }

    @Override
    public String toString() {
        return technique + " " + (kind.isEmpty() ? what : kind) + " by " + actor;
    }
}
