package io.auscult.core.protocol.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.RealCaptures;
import io.auscult.core.protocol.Tshark;
import io.auscult.core.protocol.Tshark.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** LDAP in real captures, held against what Wireshark reads: 97 of 100 operations agree in every field compared. */
class LdapTsharkTest {
    private static final double GOAL = 0.97;
    private static final int SHOWN = 190; // characters of a filter that Wireshark surely shows
    private static final Pattern HEXADECIMAL = Pattern.compile("=([0-9a-f]{2}(?::[0-9a-f]{2})+)\\)");
    private static final Pattern LIST_OF_ONE = Pattern.compile("\\([&|](\\([^()]*\\))\\)");
    private static final String[] SCOPES = {"base", "single", "tree"};
    private static final String[] OPERATIONS = {"add ", "delete ", "replace ", "increment "};

    private int expected;
    private int found;
    private final List<String> missing = new ArrayList<>();

    @Test
    void shouldReadWhatWiresharkReads() throws IOException, InterruptedException {
        assumeTrue(RealCaptures.areHere(), "no captures at " + RealCaptures.ROOT.toAbsolutePath());
        assumeTrue(Tshark.isInstalled(), "no tshark");
        for (Path capture : RealCaptures.all()) {
            List<Map<String, String>> ours = ours(capture);
            if (mayHoldLdap(capture, ours)) {
                compare(capture, theirs(capture), ours);
            }
        }

        assertThat(expected).as("operations that Wireshark reads").isGreaterThan(100);
        assertThat((double) found / expected)
                .as("%d of %d operations agree; missing: %s", found, expected, String.join("\n", missing))
                .isGreaterThanOrEqualTo(GOAL);
    }

    /** Wireshark is asked where we found something, and where the name of the capture promises it. */
    private static boolean mayHoldLdap(Path capture, List<Map<String, String>> ours) {
        return !ours.isEmpty() || capture.toString().contains("ldap");
    }

    private void compare(Path capture, List<Map<String, String>> theirs, List<Map<String, String>> ours) {
        for (Map<String, String> line : theirs) {
            expected++;
            Map<String, String> match = null;
            for (Map<String, String> our : ours) {
                if (agree(line, our)) {
                    match = our;
                    break;
                }
            }
            if (match != null) {
                found++;
                ours.remove(match);
            } else {
                missing.add(RealCaptures.ROOT.relativize(capture) + ": " + line);
            }
        }
    }

    private static boolean agree(Map<String, String> theirs, Map<String, String> ours) {
        for (Map.Entry<String, String> field : theirs.entrySet()) {
            String ourValue = ours.getOrDefault(field.getKey(), "");
            boolean same = field.getKey().equals("filter")
                    ? sameFilter(field.getValue(), ourValue)
                    : field.getValue().equals(ourValue);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Wireshark leaves out lists of one term, calls security identifiers so, and shows what is not ASCII in digits. */
    private static boolean sameFilter(String theirs, String ours) {
        String wanted = HEXADECIMAL
                .matcher(theirs.strip().replaceAll(" +\\([A-Za-z ]*SID\\)", ""))
                .replaceAll(match -> Matcher.quoteReplacement('=' + decoded(match.group(1)) + ')'));
        String plain = LIST_OF_ONE.matcher(ours).replaceAll("$1");
        return wanted.length() < SHOWN
                ? wanted.equals(plain)
                : plain.startsWith(wanted.substring(0, Math.min(SHOWN, wanted.length())));
    }

    private static String decoded(String digits) {
        return new String(HexFormat.ofDelimiter(":").parseHex(digits), StandardCharsets.UTF_8);
    }

    private static List<Map<String, String>> ours(Path capture) throws IOException, InterruptedException {
        List<Map<String, String>> lines = new ArrayList<>();
        RealCaptures.replay(capture, event -> {
            if (event.type() == LdapOperation.LDAP || event.type() == LdapOperation.LDAP_SEARCH) {
                lines.add(line(event));
            }
        });
        return lines;
    }

    private static Map<String, String> line(Event event) {
        Map<String, String> line = new HashMap<>();
        for (Field field : event.type().fields()) {
            if (event.has(field)) {
                String value = switch (field.kind()) {
                    case TEXT -> event.text(field);
                    case TEXT_LIST -> String.join(",", event.texts(field));
                    default -> Long.toString(event.number(field));
                };
                line.put(field.name(), value);
            }
        }
        line.merge("object", line.getOrDefault("base_object", ""), (a, b) -> a);
        return line;
    }

    private static List<Map<String, String>> theirs(Path capture) throws IOException, InterruptedException {
        List<Map<String, String>> lines = new ArrayList<>();
        Map<String, Map<String, String>> open = new LinkedHashMap<>();
        Tshark.read(capture, "ldap || cldap", packet -> {
            String stream = packet.value("tcp.stream") + "/" + packet.value("udp.stream");
            for (Node message : packet.all("ldap.LDAPMessage_element")) {
                onMessage(stream, message, open, lines);
            }
        });
        lines.addAll(open.values());
        lines.forEach(line -> line.values().removeIf(String::isEmpty));
        return lines;
    }

    private static void onMessage(
            String stream, Node message, Map<String, Map<String, String>> open, List<Map<String, String>> lines) {
        Node operation = message.find("ldap.protocolOp");
        if (operation == null || operation.children().isEmpty()) {
            return;
        }
        Node body = operation.children().get(0);
        String id = message.value("ldap.messageID");
        String name = body.name().replace("ldap.", "").replace("_element", "");
        boolean search = name.startsWith("search");
        String key = stream + " " + id + search;
        if (name.endsWith("Request") || name.equals("extendedReq")) {
            Map<String, String> line = request(name, body);
            line.put("message_id", id);
            Map<String, String> before = open.put(key, line);
            if (before != null) {
                lines.add(before);
            }
            if (name.equals("unbindRequest") || name.equals("abandonRequest")) {
                lines.add(open.remove(key));
            }
            return;
        }
        Map<String, String> line = open.computeIfAbsent(key, unseen -> new HashMap<>(Map.of("message_id", id)));
        if (name.equals("searchResEntry")) {
            line.merge("result_count", "1", (a, b) -> Integer.toString(Integer.parseInt(a) + 1));
        } else if (!name.equals("searchResRef") && !name.equals("intermediateResponse")) {
            String code = body.value("ldap.resultCode");
            line.put("result", code.isEmpty() ? "" : String.valueOf(LdapNames.RESULTS.name(Integer.parseInt(code))));
            if (!name.equals("bindResponse")) {
                line.put("diagnostic_message", body.value("ldap.errorMessage"));
            }
            lines.add(open.remove(key));
        }
    }

    private static Map<String, String> request(String name, Node body) {
        Map<String, String> line = new LinkedHashMap<>();
        switch (name) {
            case "bindRequest" -> {
                line.put("version", body.value("ldap.version"));
                line.put("object", body.value("ldap.name"));
                line.put("opcode", body.find("ldap.sasl_element") != null ? "bind SASL" : "");
                line.put("argument", body.value("ldap.mechanism"));
            }
            case "searchRequest" -> {
                line.put("object", body.value("ldap.baseObject"));
                line.put("scope", SCOPES[Integer.parseInt(body.value("ldap.scope"))]);
                line.put("filter", filter(body));
                line.put("attributes", shows(body.all("ldap.AttributeDescription")));
            }
            case "modifyRequest" -> {
                line.put("opcode", "modify");
                line.put("object", body.value("ldap.object"));
                List<String> changes = new ArrayList<>();
                for (Node item : body.all("ldap.modification_item_element")) {
                    changes.add(OPERATIONS[Integer.parseInt(item.value("ldap.operation"))] + item.value("ldap.type"));
                }
                line.put("attributes", String.join(",", changes));
            }
            case "addRequest" -> {
                line.put("opcode", "add");
                line.put("object", body.value("ldap.entry"));
                line.put("attributes", shows(body.all("ldap.type")));
            }
            case "delRequest" -> {
                line.put("opcode", "delete");
                line.put("object", body.show());
            }
            case "modDNRequest" -> {
                line.put("opcode", "modify");
                line.put("object", body.value("ldap.entry"));
            }
            case "compareRequest" -> {
                line.put("opcode", "compare");
                line.put("object", body.value("ldap.entry"));
                line.put("attributes", body.value("ldap.attributeDesc"));
            }
            case "abandonRequest" -> {
                line.put("opcode", "abandon");
                line.put("object", body.show());
            }
            case "unbindRequest" -> line.put("opcode", "unbind");
            default -> line.put("opcode", "extended");
        }
        return line;
    }

    private static String shows(List<Node> nodes) {
        return String.join(",", nodes.stream().map(Node::show).toList());
    }

    private static String filter(Node body) {
        for (Node child : body.children()) {
            if (child.show().startsWith("Filter: ")) {
                return child.show().substring("Filter: ".length());
            }
        }
        return "";
    }
}
