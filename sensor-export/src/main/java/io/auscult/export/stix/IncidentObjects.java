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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An incident in STIX 2.1: who tells it, what was done (attack patterns), by what others would know it: outside addresses, files, what indicators matched (indicators), what was seen (sightings of
 * observed data), what to do (a note), and a grouping that holds it together. Ids come from the incident's, {@code modified} grows with every snapshot of it; what
 * stays as it was (identity, attack patterns, observables) stays the same object. Any thread; made anew for every incident.
 */
public final class IncidentObjects {
    static final int MOST_FINDINGS = 32;
    static final int MOST_ATTACKERS = 32;
    static final int MOST_INDICATORS = 64; // attackers included
    static final int MOST_FORMER = 32;
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final int MOST_TITLE = 300; // characters
    private static final int MOST_TEXT = 16_384; // characters
    private static final int MOST_COUNT = 999_999_999;
    private static final long NS_A_MS = 1_000_000;
    private static final long DAY_MS = 86_400_000;
    /** Of what is the same for everybody: it was made once. */
    private static final String CONSTANT = "2026-01-01T00:00:00.000Z";

    private final StixSettings settings;
    private final Incident incident;
    private final Map<String, StixObject> objects = new LinkedHashMap<>();
    private final String identity;
    private final String created;
    private final String modified;

    private IncidentObjects(Incident incident, StixSettings settings) {
        this.incident = incident;
        this.settings = settings;
        long createdMs = Math.floorDiv(incident.firstSeenNs(), NS_A_MS);
        // the last time may stand still while alerts are added, their number may not
        long modifiedMs = Math.max(createdMs, Math.floorDiv(incident.lastSeenNs(), NS_A_MS)) + incident.alerts();
        created = StixTime.ofMillis(createdMs);
        modified = StixTime.ofMillis(modifiedMs);
        identity = StixId.of("identity", settings.organisation());
    }

    /** In an order in which what is referred to comes first. */
    public static List<StixObject> of(Incident incident, StixSettings settings) {
        IncidentObjects made = new IncidentObjects(incident, settings);
        made.make();
        return List.copyOf(made.objects.values());
    }

    private void make() {
        add(Marking.object(settings.tlp()));
        addIdentity();
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
        findings.forEach(this::addSightingsOfOthers);
        addGroupingAndNote();
    }

    private List<Finding> findings() {
        return incident.findings().stream()
                .sorted((a, b) -> b.level().compareTo(a.level()))
                .limit(MOST_FINDINGS)
                .toList();
    }

    private static long sum(List<Finding> findings) {
        return findings.stream().mapToLong(Finding::count).reduce(0, (a, b) -> Math.min(MOST_COUNT, a + b));
    }

    private void addIdentity() {
        ObjectNode json = head("identity", identity, CONSTANT, CONSTANT)
                .put("name", StixJson.clean(settings.organisation(), MOST_TITLE))
                .put("identity_class", "organization");
        json.putArray("sectors").add("healthcare");
        add(new StixObject(identity, CONSTANT, json));
    }

    private String addAttackPattern(Technique technique) {
        String id = StixId.of("attack-pattern", "mitre-attack", technique.id());
        ObjectNode json = head("attack-pattern", id, CONSTANT, CONSTANT).put("name", technique.name());
        killChain(json, List.of(technique));
        ObjectNode reference = json.putArray("external_references").addObject();
        reference.put("source_name", "mitre-attack").put("external_id", technique.id());
        if (TECHNIQUE.matcher(technique.id()).matches()) {
            reference.put(
                    "url",
                    "https://attack.mitre.org/techniques/" + technique.id().replace('.', '/'));
        }
        add(new StixObject(id, CONSTANT, json));
        return id;
    }

    private static void killChain(ObjectNode json, List<Technique> techniques) {
        List<String> phases = techniques.stream()
                .map(technique ->
                        technique.tacticName().toLowerCase(Locale.ROOT).replace(' ', '-'))
                .filter(phase -> !phase.isBlank())
                .distinct()
                .toList();
        if (!phases.isEmpty()) {
            ArrayNode all = json.putArray("kill_chain_phases");
            phases.forEach(phase ->
                    all.addObject().put("kill_chain_name", "mitre-attack").put("phase_name", phase));
        }
    }

    /** Outside addresses that acted, or that an inside host reported to; with how sure it is. */
    private Map<IpAddress, Confidence> attackers() {
        Map<IpAddress, Confidence> all = new LinkedHashMap<>();
        for (Hop hop : incident.hops()) {
            addAttacker(all, hop.actor(), incident.confidence());
        }
        for (Finding finding : incident.findings()) {
            addAttacker(all, finding.actor(), finding.confidence());
            if (finding.phase() == Phase.COMMAND_AND_CONTROL) {
                addAttacker(all, finding.target(), finding.confidence());
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
        ObjectNode json = head("indicator", id, created, modified)
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
        killChain(json, incident.techniques());
        mark(json);
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
        long firstMs = Math.floorDiv(finding.firstSeenNs(), NS_A_MS);
        ObjectNode json = head("observed-data", id, created, modified)
                .put("created_by_ref", identity)
                .put("first_observed", StixTime.ofMillis(firstMs))
                .put(
                        "last_observed",
                        StixTime.ofMillis(Math.max(firstMs, Math.floorDiv(finding.lastSeenNs(), NS_A_MS))))
                .put("number_observed", (int) Math.clamp(finding.count(), 1, MOST_COUNT));
        refs.forEach(json.putArray("object_refs")::add);
        mark(json);
        add(new StixObject(id, modified, json));
        observed.add(id);
    }

    private void addSighting(String of, List<String> observed, long count, long firstNs, long lastNs) {
        String id = StixId.of("sighting", identity, incident.id(), of);
        long firstMs = Math.floorDiv(firstNs, NS_A_MS);
        ObjectNode json = head("sighting", id, created, modified)
                .put("created_by_ref", identity)
                .put("sighting_of_ref", of)
                .put("first_seen", StixTime.ofMillis(firstMs))
                .put("last_seen", StixTime.ofMillis(Math.max(firstMs, Math.floorDiv(lastNs, NS_A_MS))))
                .put("count", (int) Math.clamp(count, 1, MOST_COUNT));
        json.putArray("where_sighted_refs").add(identity);
        if (!observed.isEmpty()) {
            observed.forEach(json.putArray("observed_data_refs")::add);
        }
        mark(json);
        add(new StixObject(id, modified, json));
    }

    /** An indicator of somebody else's was met: they are told. */
    private void addSightingsOfOthers(Finding finding) {
        for (Sighting seen : Sighting.of(finding.latest())) {
            String of = seen.sourceId();
            if (of.startsWith("indicator--") && StixCheck.isId(of)) {
                addSighting(of, List.of(), seen.count(), finding.firstSeenNs(), finding.lastSeenNs());
            }
        }
    }

    private void addRelationship(String from, String kind, String to) {
        String id = StixId.of("relationship", identity, from, kind, to);
        ObjectNode json = head("relationship", id, created, created)
                .put("created_by_ref", identity)
                .put("relationship_type", kind)
                .put("source_ref", from)
                .put("target_ref", to);
        mark(json);
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
        ObjectNode json = head("grouping", grouping, created, modified)
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
        mark(json);
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
        ObjectNode json = head("note", id, created, modified)
                .put("created_by_ref", identity)
                .put("abstract", "What to do")
                .put("lang", settings.language())
                .put("content", StixJson.clean(content.toString().strip(), MOST_TEXT));
        json.putArray("object_refs").add(about);
        mark(json);
        add(new StixObject(id, modified, json));
        return id;
    }

    private String text(Map<String, String> byLanguage, int most) {
        @Nullable String own = byLanguage.get(settings.language());
        return StixJson.clean(own != null ? own : byLanguage.getOrDefault("en", ""), most);
    }

    private static ObjectNode head(String type, String id, String created, String modified) {
        return StixJson.object()
                .put("type", type)
                .put("spec_version", "2.1")
                .put("id", id)
                .put("created", created)
                .put("modified", modified);
    }

    private void mark(ObjectNode json) {
        json.putArray("object_marking_refs").add(Marking.id(settings.tlp()));
    }

    private void add(StixObject object) {
        objects.putIfAbsent(object.id(), object);
    }
}
