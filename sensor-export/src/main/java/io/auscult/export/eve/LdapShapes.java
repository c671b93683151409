package io.auscult.export.eve;

import static io.auscult.export.eve.Members.constant;
import static io.auscult.export.eve.Members.list;
import static io.auscult.export.eve.Members.object;

import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Operations of LDAP as {@code ldap} records. A search's filter has no place there. */
final class LdapShapes {
    private static final String[] SCOPES = {"base", "single", "tree"};
    private static final String[] DEREFERENCES = {"never", "searching", "finding", "always"};

    private LdapShapes() {}

    static Shape search(Members m) {
        return Shape.of(
                EveType.LDAP,
                object(
                        "ldap",
                        object(
                                "request",
                                m.count("message_id", "message_id"),
                                constant("operation", "search_request"),
                                object(
                                        "search_request",
                                        m.text("base_object", "base_object"),
                                        index(m, "scope", "scope", SCOPES),
                                        index(m, "deref_alias", "deref_aliases", DEREFERENCES),
                                        m.texts("attributes", "attributes"))),
                        answer(m, "search_result_done")));
    }

    private static Part answer(Members m, String operation) {
        Part answer = list(
                "responses",
                m.count("message_id", "message_id"),
                constant("operation", operation),
                object(operation, m.text("result_code", "result"), m.text("message", "diagnostic_message")));
        return m.either("result", answer, Members.NOTHING);
    }

    /** A word as its place in a list. */
    private static Part index(Members m, String key, String field, String... words) {
        Field from = m.field(field);
        Key name = new Key(key);
        byte[][] known = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            known[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return (line, event) -> {
            for (int i = 0; i < known.length; i++) {
                if (event.textEquals(from, known[i])) {
                    line.key(name).unsigned(i);
                }
            }
        };
    }

    /** How an operation of the log is called there, and what its object holds. */
    private record Operation(byte[] opcode, Part body) {}

    static Shape operation(Members m) {
        List<Operation> operations = new ArrayList<>();
        Part bind = object("bind_request", m.count("version", "version"), m.text("name", "object"));
        operations.add(operation(m, "bind simple", "bind_request", "bind_response", bind));
        operations.add(operation(m, "bind SASL", "bind_request", "bind_response", bind));
        operations.add(operation(m, "unbind", "unbind_request", "", Members.NOTHING));
        operations.add(operation(
                m,
                "modify",
                "modify_request",
                "modify_response",
                object("modify_request", m.text("object", "object"))));
        operations.add(
                operation(m, "add", "add_request", "add_response", object("add_request", m.text("entry", "object"))));
        operations.add(
                operation(m, "delete", "del_request", "del_response", object("del_request", m.text("dn", "object"))));
        operations.add(operation(
                m,
                "compare",
                "compare_request",
                "compare_response",
                object("compare_request", m.text("entry", "object"))));
        operations.add(operation(
                m,
                "extended",
                "extended_request",
                "extended_response",
                object("extended_request", m.text("name", "object"))));
        operations.add(operation(m, "abandon", "abandon_request", "", Members.NOTHING));
        Part other = object("request", m.count("message_id", "message_id"), m.text("operation", "opcode"));
        Field opcode = m.field("opcode");
        return Shape.of(EveType.LDAP, object("ldap", (line, event) -> {
            for (int i = 0; i < operations.size(); i++) {
                if (event.textEquals(opcode, operations.get(i).opcode())) {
                    operations.get(i).body().write(line, event);
                    return;
                }
            }
            other.write(line, event);
        }));
    }

    private static Operation operation(Members m, String opcode, String request, String response, Part body) {
        Part asked = object("request", m.count("message_id", "message_id"), constant("operation", request), body);
        Part answered = response.isEmpty() ? Members.NOTHING : answer(m, response);
        return new Operation(opcode.getBytes(StandardCharsets.ISO_8859_1), Members.all(asked, answered));
    }
}
