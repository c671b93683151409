package io.auscult.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.rules.knowledge.KnownHost;
import io.auscult.rules.knowledge.LearnedRole;
import io.auscult.rules.role.RoleGrant;
import java.time.Instant;

/** What is known of a host's roles as one line of JSON. */
final class KnownHostJson {
    private KnownHostJson() {}

    static String of(KnownHost host) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("address", host.address().toString());
        ArrayNode declared = line.putArray("declared");
        for (RoleGrant grant : host.declared()) {
            declared.addObject()
                    .put("role", grant.role().key())
                    .put("holds", grant.holds())
                    .put("reason", grant.reason())
                    .put("author", grant.author())
                    .put("expires", grant.expires().toString());
        }
        ArrayNode learned = line.putArray("learned");
        for (LearnedRole role : host.learned()) {
            learned.addObject()
                    .put("role", role.role().key())
                    .put("evidence", role.evidence())
                    .put("hosts", role.hosts())
                    .put("since", time(role.sinceNs()))
                    .put("last", time(role.lastNs()))
                    .put("days", role.days());
        }
        return line.toString();
    }

    private static String time(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)).toString();
    }
}
