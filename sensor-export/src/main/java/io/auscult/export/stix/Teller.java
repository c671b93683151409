package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who tells one receiver what was seen, in STIX 2.1, with one marking. What is the same in all that is told (identity, marking, attack patterns) is made once; of attack patterns
 * {@link #MOST_PATTERNS} are at hand. One thread.
 */
public final class Teller {
    static final int MOST_COUNT = 999_999_999; // of a sighting and of observed data
    private static final int MOST_PATTERNS = 1_024;
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final int MOST_NAME = 300; // characters
    private static final long NS_A_MS = 1_000_000;
    /** Of what is the same for everybody: it was made once. */
    private static final String CONSTANT = "2026-01-01T00:00:00.000Z";

    private final StixSettings settings;
    private final StixObject identity;
    private final StixObject marking;
    private final Map<Technique, StixObject> patterns = new LinkedHashMap<>();

    public Teller(StixSettings settings) {
        this.settings = settings;
        this.marking = Marking.object(settings.tlp());
        String id = StixId.of("identity", settings.organisation());
        ObjectNode json = head("identity", id, CONSTANT, CONSTANT)
                .put("name", StixJson.clean(settings.organisation(), MOST_NAME))
                .put("identity_class", "organization");
        json.putArray("sectors").add("healthcare");
        this.identity = new StixObject(id, CONSTANT, json);
    }

    /** All of an incident, in an order in which what is referred to comes first. */
    public List<StixObject> of(Incident incident) {
        return IncidentObjects.of(incident, this);
    }

    /** That indicators of this receiver were met, in the same order; nothing for most alerts. */
    public List<StixObject> of(Alert alert) {
        List<StixObject> sightings = AlertSightings.of(alert, this);
        if (sightings.isEmpty()) {
            return sightings;
        }
        List<StixObject> all = new ArrayList<>(List.of(marking, identity));
        all.addAll(sightings);
        return all;
    }

    StixSettings settings() {
        return settings;
    }

    /** Of the identity. */
    String id() {
        return identity.id();
    }

    StixObject identity() {
        return identity;
    }

    StixObject marking() {
        return marking;
    }

    StixObject attackPattern(Technique technique) {
        StixObject known = patterns.get(technique);
        if (known == null) {
            known = pattern(technique);
            if (patterns.size() == MOST_PATTERNS) {
                patterns.clear();
            }
            patterns.put(technique, known);
        }
        return known;
    }

    private static StixObject pattern(Technique technique) {
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
        return new StixObject(id, CONSTANT, json);
    }

    static void killChain(ObjectNode json, List<Technique> techniques) {
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

    /** @param observed ids of what was seen, if it is told */
    StixObject sighting(
            String id,
            String created,
            String modified,
            String of,
            List<String> observed,
            long count,
            long firstNs,
            long lastNs) {
        ObjectNode json = head("sighting", id, created, modified)
                .put("created_by_ref", id())
                .put("sighting_of_ref", of)
                .put("first_seen", StixTime.ofNs(firstNs))
                .put("last_seen", StixTime.ofNs(Math.max(firstNs, lastNs)))
                .put("count", (int) Math.clamp(count, 1, MOST_COUNT));
        json.putArray("where_sighted_refs").add(id());
        if (!observed.isEmpty()) {
            observed.forEach(json.putArray("observed_data_refs")::add);
        }
        mark(json);
        return new StixObject(id, modified, json);
    }

    /** A millisecond later for each update, since the last time may stand still while the count grows. */
    static String modified(long firstNs, long lastNs, long updates) {
        return StixTime.ofNs(Math.max(firstNs, lastNs) + updates * NS_A_MS);
    }

    static ObjectNode head(String type, String id, String created, String modified) {
        return StixJson.object()
                .put("type", type)
                .put("spec_version", "2.1")
                .put("id", id)
                .put("created", created)
                .put("modified", modified);
    }

    void mark(ObjectNode json) {
        json.putArray("object_marking_refs").add(marking.id());
    }
}
