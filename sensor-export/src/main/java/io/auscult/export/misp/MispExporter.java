package io.auscult.export.misp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.indicator.Sighting;
import io.auscult.export.Exporter;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.share.Marked;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one MISP event an incident: adds it when the incident is grave enough, renews it as that grows, and never makes a second one, since its id comes from the incident's. What was known of an
 * incident under former ids stays as events of their own that extend the one it became. Also tells MISP when an indicator that came from there was met. One thread, and virtual
 * ones while it flushes: events of different incidents are sent {@link #AT_ONCE} at a time. Of several snapshots of an incident between two flushes only the last is sent. Holds what was delivered since the last flush, and {@link #MOST_KNOWN} ids.
 */
public final class MispExporter implements Exporter, Marked, Previewed {
    private static final Logger LOG = LoggerFactory.getLogger(MispExporter.class);
    private static final int MOST_KNOWN = 8_192;
    private static final int AT_ONCE =
            4; // requests: MISP needs tenths of a second for each, mostly waiting for its database

    private final MispSettings settings;
    private final Map<String, Due> due = new LinkedHashMap<>(); // by id of the incident, the latest of each
    private final Map<String, MispSighting> sightings = new LinkedHashMap<>();
    private final Known<UUID, Long> sent = new Known<>(MOST_KNOWN); // event: version that MISP has
    private final Known<UUID, Boolean> unwanted = new Known<>(MOST_KNOWN); // events on MISP's blocklist
    private final Known<UUID, Boolean> extended = new Known<>(MOST_KNOWN); // former events that were seen to
    private final Known<String, Boolean> sighted = new Known<>(MOST_KNOWN);
    private MispSettings marked; // as the next incidents are
    private @Nullable MispClient client;

    /** An incident and how its event is marked. */
    private record Due(Incident incident, MispSettings settings) {}

    /** Asks nothing before {@link #resume}. */
    public MispExporter(MispSettings settings) {
        this.settings = settings;
        this.marked = settings;
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        marked = settings.marked(marking.tlp(), marking.pap().name());
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** Reads secret and certificates anew. What MISP has is asked when an event is due: it is there, not here, that it is known. */
    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        due.clear();
        sightings.clear();
        sent.clear();
        extended.clear();
        close();
        client = new MispClient(settings.name(), settings.url(), settings.key(), settings.tls(), settings.timeout());
    }

    /** Only what its indicators say is of use here; the alert itself comes as part of an incident. */
    @Override
    public void deliver(Alert alert) {
        for (MispSighting one : sightings(alert)) {
            if (!sighted.contains(one.key())) {
                sightings.putIfAbsent(one.key(), one);
            }
        }
    }

    /** Of indicators that came from there. */
    private List<MispSighting> sightings(Alert alert) {
        List<MispSighting> all = new ArrayList<>();
        for (Sighting sighting : Sighting.of(alert)) {
            MispSighting one = sighting.source().equals(settings.sightingsOf())
                    ? MispSighting.of(sighting, settings.sightingsAs())
                    : null;
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    @Override
    public void deliver(Incident incident) {
        for (String former : incident.formerIds()) {
            due.remove(former); // nobody has seen it yet
        }
        if (incident.severity() >= settings.severityFrom()) {
            due.remove(incident.id());
            due.put(incident.id(), new Due(incident, marked));
        }
    }

    @Override
    public Receipt flush() throws IOException {
        InFlight.send(due, AT_ONCE, this::send);
        InFlight.send(sightings, AT_ONCE, this::send);
        return new Receipt(settings.url().toString(), 0);
    }

    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        Map<String, Document> events = new LinkedHashMap<>();
        Map<String, Document> seen = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            switch (entry) {
                case Incident incident
                when incident.severity() >= settings.severityFrom() ->
                    events.put(
                            incident.id(),
                            document(
                                    "/events/add",
                                    EventDraft.of(incident, marked).add(marked)));
                case Incident tooMild -> {}
                case Alert alert ->
                    sightings(alert)
                            .forEach(one ->
                                    seen.putIfAbsent(one.key(), document("/sightings/add/" + one.uuid(), one.json())));
            }
        }
        List<Document> all = new ArrayList<>(events.values());
        all.addAll(seen.values());
        return all;
    }

    private Document document(String path, JsonNode body) {
        return new Document(
                "POST " + settings.url() + path, new String(MispClient.bytes(body), StandardCharsets.UTF_8));
    }

    private void send(Due one) throws IOException {
        Incident incident = one.incident();
        EventDraft draft = EventDraft.of(incident, one.settings());
        Long version = sent.get(draft.uuid());
        if (unwanted.contains(draft.uuid()) || version != null && version >= draft.version()) {
            return;
        }
        JsonNode event = version == null ? null : renew(draft);
        if (event == null) { // never sent, forgotten, or deleted there
            event = add(draft);
        }
        if (event == null) {
            event = renew(draft);
        }
        if (event == null) {
            throw new IOException(settings.name() + ": event " + draft.uuid()
                    + ": MISP says that it exists, and does not show it (key: may its user see the event?)");
        }
        if (event.isMissingNode()) {
            LOG.info(
                    "{}: event {} is blocked in MISP, probably since somebody deleted it: left out",
                    name(),
                    draft.uuid());
            unwanted.put(draft.uuid(), true);
            return;
        }
        publish(draft, event);
        for (String former : incident.formerIds()) {
            extend(MispIds.ofIncident(former), draft);
        }
        sent.put(draft.uuid(), draft.version());
    }

    /** @return the event; null when it is there already; missing when it is not wanted there */
    private @Nullable JsonNode add(EventDraft draft) throws IOException {
        ObjectNode body = draft.add(settings);
        MispClient.Answer answer = ask("POST", "/events/add", body);
        if (answer.isOk()) {
            return accepted(draft.uuid(), body, answer);
        }
        if (answer.status() == 404 && answer.said().contains("already exists")) {
            return null;
        }
        if (answer.status() == 403 && answer.json().path("errors").isEmpty()) {
            return MissingNode.getInstance(); // what MISP says of events on its blocklist, where deleting puts them
        }
        throw no(draft.uuid(), answer);
    }

    /** @return the event; null when it is not there */
    private @Nullable JsonNode renew(EventDraft draft) throws IOException {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.putArray("deleted").add(0).add(1);
        MispClient.Answer view = ask("POST", "/events/view/" + draft.uuid(), both);
        if (view.status() == 404) {
            return null;
        }
        if (!view.isOk()) {
            throw no(draft.uuid(), view);
        }
        JsonNode event = view.json().path("Event");
        ObjectNode body = EventChange.of(event, draft);
        if (body == null) {
            return event;
        }
        MispClient.Answer answer = ask("PUT", "/events/edit/" + draft.uuid(), body);
        if (answer.status() == 404) {
            return null; // deleted in between
        }
        if (!answer.isOk()) {
            throw no(draft.uuid(), answer);
        }
        return accepted(draft.uuid(), body, answer);
    }

    private JsonNode accepted(UUID uuid, ObjectNode body, MispClient.Answer answer) throws IOException {
        JsonNode event = answer.json().path("Event");
        if (!event.path("uuid").asText().equals(uuid.toString())) {
            throw new IOException(settings.name() + ": event " + uuid + ": MISP's answer is about something else");
        }
        Set<UUID> missing = EventChange.missing(body, event);
        if (!missing.isEmpty()) {
            LOG.warn("{}: event {}: MISP left out {} of what was sent, its log says why", name(), uuid, missing.size());
        }
        return event;
    }

    /** Says no for good when the content is the trouble, and for now when a setting is. */
    private IOException no(UUID uuid, MispClient.Answer answer) {
        String said = settings.name() + ": event " + uuid + ": MISP answered " + answer.status() + " " + answer.said();
        String reason = answer.said().toLowerCase(Locale.ROOT);
        if (answer.status() == 404) {
            return new IOException(said + " (url: is this a MISP server?)");
        }
        if (answer.status() == 405 || reason.contains("authoris") || reason.contains("sharing group")) {
            return new IOException(said + " (key and sharing_group: may its user do this?)");
        }
        return new RejectedException(said);
    }

    private void publish(EventDraft draft, JsonNode event) throws IOException {
        if (!settings.publishes(draft.severity()) || event.path("published").asBoolean()) {
            return;
        }
        MispClient.Answer answer = ask("POST", "/events/publish/" + draft.uuid(), null);
        if (!answer.isOk()) {
            throw new IOException(settings.name() + ": event " + draft.uuid() + ": MISP answered " + answer.status()
                    + " " + answer.said() + " (publish: may the user of the key publish?)");
        }
    }

    /** Hangs an event that stands for a part of the incident beneath the one of the whole. */
    private void extend(UUID former, EventDraft draft) throws IOException {
        if (extended.contains(former)) {
            return;
        }
        MispClient.Answer view = ask("GET", "/events/view/" + former, null);
        JsonNode event = view.json().path("Event");
        if (view.isOk() && event.path("extends_uuid").asText("").isEmpty()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("uuid", former.toString());
            body.put("extends_uuid", draft.uuid().toString());
            MispClient.Answer answer = ask("PUT", "/events/edit/" + former, body);
            if (!answer.isOk()) {
                throw no(former, answer);
            }
            if (event.path("published").asBoolean()) {
                publish(draft, answer.json().path("Event"), former);
            }
        }
        extended.put(former, true);
    }

    private void publish(EventDraft draft, JsonNode event, UUID former) throws IOException {
        if (settings.publishes(draft.severity()) && !event.path("published").asBoolean()) {
            ask("POST", "/events/publish/" + former, null);
        }
    }

    /** An attribute that is gone is left alone. */
    private void send(MispSighting sighting) throws IOException {
        if (sighted.contains(sighting.key())) {
            return;
        }
        MispClient.Answer view = ask("GET", "/attributes/view/" + sighting.uuid(), null);
        JsonNode attribute = view.json().path("Attribute");
        String event = attribute.path("event_id").asText("");
        if (view.isOk() && event.matches("[0-9]+")) {
            MispClient.Answer there = allowed(sighting, ask("GET", "/sightings/index/" + event, null));
            if (!sighting.isAmong(there.json(), attribute.path("id").asText())) {
                MispClient.Answer answer =
                        allowed(sighting, ask("POST", "/sightings/add/" + sighting.uuid(), sighting.json()));
                if (!answer.isOk()) {
                    LOG.info(
                            "{}: sighting of {}: MISP answered {} {}",
                            name(),
                            sighting.uuid(),
                            answer.status(),
                            answer.said());
                }
            }
        }
        sighted.put(sighting.key(), true);
    }

    private MispClient.Answer allowed(MispSighting sighting, MispClient.Answer answer) throws IOException {
        if (answer.status() == 405) {
            throw new IOException(settings.name() + ": sighting of " + sighting.uuid() + ": MISP answered 405 "
                    + answer.said() + " (key: may its user tell of sightings?)");
        }
        return answer;
    }

    private MispClient.Answer ask(String method, String path, @Nullable JsonNode body) throws IOException {
        if (client == null) {
            throw new IOException(settings.name() + ": not open");
        }
        return client.send(method, path, body);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
