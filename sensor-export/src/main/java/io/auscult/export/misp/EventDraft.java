package io.auscult.export.misp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The event that an incident is to be, as it stands now. Immutable. The same incident gives the same ids, so that what is there already is recognised.
 *
 * @param uuid of the event
 * @param version grows with the incident
 * @param info its title
 * @param day when it began
 * @param threatLevel MISP's: 1 high to 4 undefined
 * @param impact the tag that says how bad it is; there is never more than one of its kind
 * @param tags all others
 * @param attributes those that stand alone
 * @param objects one to three a finding
 * @param severity of the incident
 */
record EventDraft(
        UUID uuid,
        long version,
        String incident,
        String info,
        String day,
        String threatLevel,
        String impact,
        List<String> tags,
        List<Part> attributes,
        List<Whole> objects,
        int severity) {
    static final int MOST_FINDINGS = 128;
    static final String TLP = "tlp:", PAP = "PAP:"; // how tags begin of which an event has one at a time
    static final String IMPACT = "nis2:impact-severity=";
    private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?");
    private static final int MOST_TECHNIQUE = 180; // characters of a name; a whole tag has at most 255
    private static final int HIGH = 7, MEDIUM = 4, LOW = 1; // severity from which on

    static EventDraft of(Incident incident, MispSettings settings) {
        UUID uuid = MispIds.ofIncident(incident.id());
        Outside outside = new Outside(settings.localNets());
        Findings findings = new Findings(outside);
        Indicators indicators = new Indicators(settings, outside, uuid);
        Map<UUID, Whole> objects = new LinkedHashMap<>();
        for (Finding finding : incident.findings().stream().limit(MOST_FINDINGS).toList()) {
            findings.objects(uuid, finding).forEach(object -> objects.putIfAbsent(object.uuid(), object));
            indicators.add(finding);
        }
        List<Part> attributes = new ArrayList<>();
        String story = MispText.clean(incident.story(settings.language()), MispText.MOST_TEXT);
        if (!story.isEmpty()) {
            attributes.add(new Part(
                    MispIds.of(uuid, "story"), null, "comment", "Other", story, false, false, "What happened", true));
        }
        attributes.addAll(indicators.parts());
        return new EventDraft(
                uuid,
                incident.alerts(),
                incident.id(),
                info(incident, settings.language()),
                MispText.day(incident.firstSeenNs()),
                threatLevel(incident.severity()),
                IMPACT + "\"" + impact(incident) + "\"",
                tags(incident, settings),
                attributes,
                List.copyOf(objects.values()),
                incident.severity());
    }

    private static String info(Incident incident, String language) {
        String headline = incident.headline().getOrDefault(language, "");
        String text = headline.isBlank() && !incident.findings().isEmpty()
                ? incident.gravest().rule().title()
                : headline;
        String line = MispText.line(text, MispText.MOST_INFO);
        return line.isEmpty() ? "Incident" : line;
    }

    private static String threatLevel(int severity) {
        return severity >= HIGH ? "1" : severity >= MEDIUM ? "2" : severity >= LOW ? "3" : "4";
    }

    private static String impact(Incident incident) {
        if (incident.light() == Light.RED) {
            return incident.severity() >= HIGH ? "red" : "yellow";
        }
        return incident.light() == Light.BLUE ? "green" : "white";
    }

    private static List<String> tags(Incident incident, MispSettings settings) {
        Set<String> tags = new LinkedHashSet<>();
        tags.add(settings.tlp().tag());
        if (!settings.pap().isEmpty()) {
            tags.add(PAP + settings.pap());
        }
        tags.add("nis2:impact-sectors-impacted=\"health\"");
        for (Technique technique : incident.techniques()) {
            String name = MispText.line(technique.name(), MOST_TECHNIQUE).replace('"', '\'');
            if (TECHNIQUE.matcher(technique.id()).matches()) {
                tags.add("misp-galaxy:mitre-attack-pattern=\"" + name + " - " + technique.id() + "\"");
            }
        }
        tags.addAll(settings.tags());
        return List.copyOf(tags);
    }

    /** What the event is known by to whoever looks for the incident in MISP, with the memory of what was sent. */
    Part reference(Memory memory) {
        return new Part(
                referenceId(uuid),
                null,
                "text",
                "Internal reference",
                MispText.line("Auscult incident " + incident, MispText.MOST_TEXT),
                false,
                false,
                memory.text(),
                false);
    }

    static UUID referenceId(UUID event) {
        return MispIds.of(event, "reference");
    }

    /** All of it, for an event that is not there yet. */
    ObjectNode add(MispSettings settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", uuid.toString());
        json.put("info", info);
        json.put("date", day);
        json.put("threat_level_id", threatLevel);
        json.put("analysis", "0");
        json.put("distribution", Integer.toString(settings.distribution().ordinal()));
        if (settings.sharingGroup() != null) {
            json.put("sharing_group_id", settings.sharingGroup());
        }
        ArrayNode all = json.putArray("Tag");
        tags.forEach(tag -> all.addObject().put("name", tag));
        all.addObject().put("name", impact);
        ArrayNode standing = json.putArray("Attribute");
        attributes.forEach(part -> standing.add(part.json()));
        standing.add(reference(Memory.of(this)).json());
        ArrayNode whole = json.putArray("Object");
        objects.forEach(object -> whole.add(object.json()));
        return json;
    }
}
