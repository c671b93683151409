package io.auscult.export.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.hub.TaxiiApi.BadRequest;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixTime;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Takes what members post. The status says of each object what became of it, and is on the disk with the objects before it is told. Any thread. */
final class Posts {
    /** Objects up to which a status names what it took; what it refused it names always. */
    private static final int MOST_NAMED = 100;

    static final String STATUS_ID = "[0-9a-f-]{36}";
    private static final byte[] NOTHING = {};

    private final HubStore store;
    private final ObjectTable objects;
    private final Gate gate;
    private final EnvelopeReader reader;
    private final Clock clock;

    Posts(HubStore store, ObjectTable objects, Gate gate, HubSettings.Limits limits, Clock clock) {
        this.store = store;
        this.objects = objects;
        this.gate = gate;
        this.reader = new EnvelopeReader(limits);
        this.clock = clock;
    }

    HubAnswer post(HubRequest request, TaxiiCollection collection) throws IOException {
        Token token = request.token();
        if (!token.mayWrite(collection.alias())) {
            throw new BadRequest(403, "this token may not write to the collection");
        }
        String type = request.contentType();
        if (type == null || !TaxiiApi.isOurs(type.toLowerCase(Locale.ROOT).replace(" ", ""))) {
            throw new BadRequest(415, "Content-Type: expected " + TaxiiApi.MEDIA_TYPE);
        }
        List<Posted> posted;
        try {
            posted = reader.read(request.body());
        } catch (EnvelopeReader.Unreadable e) {
            throw new BadRequest(e.status(), String.valueOf(e.getMessage()));
        }
        gate.added(token, posted.size());
        String id = UUID.randomUUID().toString();
        long now = Micros.now(clock);
        byte[][] status = new byte[1][];
        objects.add(collection, token.member(), posted, (connection, refusals) -> {
            long refused = refusals.stream().filter(reason -> !reason.isEmpty()).count();
            status[0] = StixJson.bytes(status(id, now, posted, refusals));
            HubStore.update(
                    connection,
                    "INSERT INTO hub_status (id, root, member, created, body) VALUES (?, ?, ?, ?, ?)",
                    id,
                    collection.root(),
                    token.member(),
                    now,
                    status[0]);
            Audit.write(
                    connection,
                    new Audit.Line(
                            now,
                            token.member(),
                            token.name(),
                            request.address(),
                            "post",
                            collection.root() + "/" + collection.alias(),
                            posted.size() - refused,
                            refused,
                            id));
        });
        return new HubAnswer(202, status[0], java.util.Map.of());
    }

    private static ObjectNode status(String id, long now, List<Posted> posted, List<String> refusals) {
        ObjectNode json = StixJson.object();
        json.put("id", id).put("status", "complete").put("request_timestamp", StixTime.exact(now));
        json.put("total_count", posted.size());
        ArrayNode successes = StixJson.mapper().createArrayNode();
        ArrayNode failures = StixJson.mapper().createArrayNode();
        for (int i = 0; i < posted.size(); i++) {
            Posted one = posted.get(i);
            String refusal = refusals.get(i);
            ObjectNode line =
                    (refusal.isEmpty() ? successes : failures).addObject().put("id", one.id());
            line.put("version", StixTime.ofMicros(one.version() == 0 ? now : one.version()));
            if (!refusal.isEmpty()) {
                line.put("message", refusal);
            }
        }
        json.put("success_count", successes.size());
        if (!successes.isEmpty() && posted.size() <= MOST_NAMED) {
            json.set("successes", successes);
        }
        json.put("failure_count", failures.size());
        if (!failures.isEmpty()) {
            json.set("failures", failures);
        }
        return json.put("pending_count", 0);
    }

    /** A member sees its own only. @return empty when there is none */
    byte[] status(String root, String id, String member) throws IOException {
        return store.read(connection -> {
            try (PreparedStatement query = HubStore.prepare(
                            connection,
                            "SELECT body FROM hub_status WHERE id = ? AND root = ? AND member = ?",
                            id,
                            root,
                            member);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : NOTHING;
            }
        });
    }
}
