package io.auscult.app;

import io.auscult.rules.knowledge.KnownHost;
import io.auscult.rules.knowledge.LearnedRole;
import io.auscult.rules.role.RoleGrant;
import java.time.Instant;

/** What is known of a host's roles as one line of JSON. */
final class KnownHostJson {
    private final StringBuilder out = new StringBuilder();

    private KnownHostJson() {}

    static String of(KnownHost host) {
        KnownHostJson json = new KnownHostJson();
        json.text('{', "address", host.address().toString());
        json.out.append(",\"declared\":[");
        String before = "";
        for (RoleGrant grant : host.declared()) {
            json.out.append(before);
            json.text('{', "role", grant.role().key());
            json.out.append(",\"holds\":").append(grant.holds());
            json.text(',', "reason", grant.reason());
            json.text(',', "author", grant.author());
            json.text(',', "expires", grant.expires().toString());
            json.out.append('}');
            before = ",";
        }
        json.out.append("],\"learned\":[");
        before = "";
        for (LearnedRole role : host.learned()) {
            json.out.append(before);
            json.text('{', "role", role.role().key());
            json.text(',', "evidence", role.evidence());
            json.out.append(",\"hosts\":").append(role.hosts());
            json.text(',', "since", time(role.sinceNs()));
            json.text(',', "last", time(role.lastNs()));
            json.out.append(",\"days\":").append(role.days()).append('}');
            before = ",";
        }
        return json.out.append("]}").toString();
    }

    private static String time(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)).toString();
    }

    private void text(char before, String name, String value) {
        out.append(before).append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            out.append(c == '"' || c == '\\' ? "\\" : "").append(c < ' ' ? ' ' : c);
        }
        out.append('"');
    }
}
