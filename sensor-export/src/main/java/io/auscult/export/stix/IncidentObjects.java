package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An incident in STIX 2.1: who tells it, what was done (attack patterns), by what others would know it: outside addresses, files, what indicators matched (indicators), what was seen (sightings of
 * observed data), what to do (a note), and a grouping that holds it together. Ids come from the incident's, {@code modified} grows with every snapshot of it; what
 * stays as it was (identity, attack patterns, observables) stays the same object. Made anew for every incident.
 */
final class IncidentObjects {
    static final int MOST_FINDINGS = 32;
    static final int MOST_ATTACKERS = 32;
    static final int MOST_INDICATORS = 64; // attackers included
    static final int MOST_FORMER = 32;
    private static final int MOST_TITLE = 300; // characters
    private static final int MOST_TEXT = 16_384; // characters
    private static final long NS_A_MS = 1_000_000;
    private static final long DAY_MS = 86_400_000;

    private final Teller teller;
    private final StixSettings settings;
    private final Incident incident;
    private final Map<String, StixObject> objects = new LinkedHashMap<>();
    private final String identity;
    private final String created;
    private final String modified;

    private IncidentObjects(Incident incident, Teller teller) {
        this.incident = incident;
        this.teller = teller;
        this.settings = teller.settings();
        this.identity = teller.id();
        created = StixTime.ofNs(incident.firstSeenNs());
        modified = Teller.modified(incident.firstSeenNs(), incident.lastSeenNs(), incident.alerts());
    }

    /** In an order in which what is referred to comes first. */
    static List<StixObject> of(Incident incident, Teller teller) {
        IncidentObjects made = new IncidentObjects(incident, teller);
        made.make();
        return List.copyOf(made.objects.values());
    }

    private void make() {
        add(teller.marking());
        add(teller.identity());
        Map<String, String> patterns = new LinkedHashMap<>(); // technique -> id
        incident.techniques().forEach(technique -> patterns.put(technique.id(), addAttackPattern(technique)));
        List<String> observed = new ArrayList<>();
        List<Finding> findings = findings();
        findings.forEach(finding -> addObserved(finding, observed));
        List<String> indicators = new ArrayList<>();
        told(findings).forEach((value, confidence) -> indicators.add(addIndicator(value, confidence)));
        for (String indicator : indicators) {
            patterns.values().forEach(pattern -> addRelationship(indicator, "indicates", pattern));
            addSighting(indicator, observed, sum(findings), incident.firstSeenNs(), incident.lastSeenNs());
        }
        if (indicators.isEmpty()) {
            patterns.values()
                    .forEach(pattern -> addSighting(
                            pattern, observed, sum(findings), incident.firstSeenNs(), incident.lastSeenNs()));
        }
        findings.forEach(finding -> AlertSightings.of(finding.latest(), teller).forEach(this::add));
        addGroupingAndNote();
    }

    private List<Finding> findings() {
        return incident.findings().stream()
                .sorted((a, b) -> b.level().compareTo(a.level()))
                .limit(MOST_FINDINGS)
                .toList();
    }

    private static long sum(List<Finding> findings) {
        return findings.stream().mapToLong(Finding::count).reduce(0, (a, b) -> Math.min(Teller.MOST_COUNT, a + b));
    }

    private String addAttackPattern(Technique technique) {
        StixObject pattern = teller.attackPattern(technique);
        add(pattern);
        return pattern.id();
    }

    /** Outside addresses that acted, or that an inside host reported to; with how sure it is. Not those known by another circle's indicator alone. */
    private Map<IpAddress, Confidence> attackers() {
        Map<IpAddress, Confidence> all = new LinkedHashMap<>();
        Set<IpAddress> acted = new HashSet<>();
        Set<IpAddress> kept = new HashSet<>();
        for (Finding finding : incident.findings()) {
            IpAddress actor = finding.actor().ip();
            if (actor != null) {
                (Sighting.isKeptFrom(settings.receiver(), finding.latest()) ? kept : acted).add(actor);
            }
        }
        kept.removeAll(acted);
        for (Hop hop : incident.hops()) {
            IpAddress actor = hop.actor().ip();
            if (actor == null || !kept.contains(actor)) {
                addAttacker(all, hop.actor(), incident.confidence());
            }
        }
        for (Finding finding : incident.findings()) {
            if (!Sighting.isKeptFrom(settings.receiver(), finding.latest())) {
                addAttacker(all, finding.actor(), finding.confidence());
                if (finding.phase() == Phase.COMMAND_AND_CONTROL) {
                    addAttacker(all, finding.target(), finding.confidence());
                }
            }
        }
        return all;
    }

    private void addAttacker(Map<IpAddress, Confidence> all, Party party, Confidence confidence) {
        IpAddress address = party.ip();
        if (address != null
                && all.size() < MOST_ATTACKERS
                && !settings.localNets().contains(address.high(), address.low())
                && !LocalAddresses.neverOutside(address)) {
            all.merge(address, confidence, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
    }

    /** What others may look for; with how sure it is. */
    private Map<IndicatorValue, Confidence> told(List<Finding> findings) {
        Map<IndicatorValue, Confidence> all = new LinkedHashMap<>();
        attackers()
                .forEach((address, confidence) ->
                        all.put(new IndicatorValue(IndicatorType.ADDRESS, address.toString()), confidence));
        for (Finding finding : findings) {
            for (IndicatorValue value : IndicatorValue.of(finding, settings)) {
                if (all.size() < MOST_INDICATORS) {
                    all.putIfAbsent(value, finding.confidence());
                }
            }
        }
        return all;
    }

    private String addIndicator(IndicatorValue value, Confidence confidence) {
        String id = StixId.of("indicator", identity, incident.id(), value.key());
        long untilMs = (Math.floorDiv(incident.lastSeenNs(), NS_A_MS * DAY_MS) + 1 + settings.validDays()) * DAY_MS;
        ObjectNode json = Teller.head("indicator", id, created, modified)
                .put("created_by_ref", identity)
                .put("name", StixJson.clean(value.title(), MOST_TITLE))
                .put("description", text(incident.happened(), MOST_TEXT))
                .put("pattern", value.pattern())
                .put("pattern_type", "stix")
                .put("pattern_version", "2.1")
                .put("valid_from", created)
                .put("valid_until", StixTime.ofMillis(untilMs))
                .put("confidence", number(confidence));
        json.putArray("indicator_types").add("malicious-activity");
        Teller.killChain(json, incident.techniques());
        teller.mark(json);
        add(new StixObject(id, modified, json));
        return id;
    }

    private static int number(Confidence confidence) {
        return switch (confidence) { // STIX 2.1 appendix A, low, medium, high
            case LOW -> 15;
            case MEDIUM -> 50;
            case HIGH -> 85;
        };
    }

    private void addObserved(Finding finding, List<String> observed) {
        List<String> refs = new FindingObservables(finding, this::add).ids();
        if (refs.isEmpty()) {
            return;
        }
        String id = StixId.of(
                "observed-data",
                identity,
                incident.id(),
                finding.rule().id(),
                finding.actor().key(),
                finding.target().key());
        ObjectNode json = Teller.head("observed-data", id, created, modified)
                .put("created_by_ref", identity)
                .put("first_observed", StixTime.ofNs(finding.firstSeenNs()))
                .put("last_observed", StixTime.ofNs(Math.max(finding.firstSeenNs(), finding.lastSeenNs())))
                .put("number_observed", (int) Math.clamp(finding.count(), 1, Teller.MOST_COUNT));
        refs.forEach(json.putArray("object_refs")::add);
        teller.mark(json);
        add(new StixObject(id, modified, json));
        observed.add(id);
    }

    private void addSighting(String of, List<String> observed, long count, long firstNs, long lastNs) {
        String id = StixId.of("sighting", identity, incident.id(), of);
        add(teller.sighting(id, created, modified, of, observed, count, firstNs, lastNs));
    }

    private void addRelationship(String from, String kind, String to) {
        String id = StixId.of("relationship", identity, from, kind, to);
        ObjectNode json = Teller.head("relationship", id, created, created)
                .put("created_by_ref", identity)
                .put("relationship_type", kind)
                .put("source_ref", from)
                .put("target_ref", to);
        teller.mark(json);
        add(new StixObject(id, created, json));
    }

    private void addGroupingAndNote() {
        String grouping = StixId.of("grouping", identity, incident.id());
        incident.formerIds().stream()
                .limit(MOST_FORMER)
                .forEach(former -> addRelationship(StixId.of("grouping", identity, former), "duplicate-of", grouping));
        List<String> members = objects.keySet().stream()
                .filter(id -> !id.startsWith("marking-definition--"))
                .toList();
        String note = addNote(grouping);
        ObjectNode json = Teller.head("grouping", grouping, created, modified)
                .put("created_by_ref", identity)
                .put("name", text(incident.headline(), MOST_TITLE))
                .put("description", StixJson.clean(incident.story(settings.language()), MOST_TEXT))
                .put("context", "suspicious-activity")
                .put("confidence", number(incident.confidence()));
        ArrayNode labels = json.putArray("labels");
        labels.add("severity:" + incident.severity());
        labels.add("light:" + incident.light().key());
        labels.add("outcome:" + incident.outcome().name().toLowerCase(Locale.ROOT));
        incident.phases().forEach(phase -> labels.add("phase:" + phase.key()));
        ArrayNode refs = json.putArray("object_refs");
        members.forEach(refs::add);
        refs.add(note);
        teller.mark(json);
        add(new StixObject(grouping, modified, json));
    }

    private String addNote(String about) {
        String id = StixId.of("note", identity, incident.id());
        StringBuilder content = new StringBuilder();
        incident.recommendations()
                .getOrDefault(settings.language(), List.of())
                .forEach(line -> content.append(line).append('\n'));
        if (content.toString().isBlank()) {
            content.append(
                    incident.story(settings.language()).isBlank() ? "Nothing." : incident.story(settings.language()));
        }
        ObjectNode json = Teller.head("note", id, created, modified)
                .put("created_by_ref", identity)
                .put("abstract", "What to do")
                .put("lang", settings.language())
                .put("content", StixJson.clean(content.toString().strip(), MOST_TEXT));
        json.putArray("object_refs").add(about);
        teller.mark(json);
        add(new StixObject(id, modified, json));
        return id;
    }

    private String text(Map<String, String> byLanguage, int most) {
        @Nullable String own = byLanguage.get(settings.language());
        return StixJson.clean(own != null ? own : byLanguage.getOrDefault("en", ""), most);
    }

    private void add(StixObject object) {
        objects.putIfAbsent(object.id(), object);
    }
}
