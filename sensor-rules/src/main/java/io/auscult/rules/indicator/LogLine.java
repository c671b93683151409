package io.auscult.rules.indicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a log as JSON: its texts, and the lists of texts of it. One a thread, reused; a line that is no JSON is none. */
final class LogLine {
    private static final int MOST_LIST = 1_000;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    /** @return whether it could be read */
    boolean read(byte[] bytes, int length) {
        texts.clear();
        lists.clear();
        try (JsonParser json = JsonObjects.FACTORY.createParser(bytes, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    List<String> list = new ArrayList<>();
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        if (json.currentToken() == null) {
                            return false;
                        }
                        if (list.size() < MOST_LIST) {
                            list.add(String.valueOf(json.getText()));
                        }
                    }
                    lists.put(name, list);
                } else if (token == JsonToken.START_OBJECT) {
                    json.skipChildren();
                } else if (token != null && token != JsonToken.VALUE_NULL) {
                    texts.put(name, json.getText());
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Nullable
    IpAddress address(String name) {
        return addressOf(text(name));
    }

    static @Nullable IpAddress addressOf(String text) {
        if (text.isEmpty()
                || text.length() > IpAddress.MAX_TEXT
                || Character.digit(text.charAt(0), 16) < 0 && text.charAt(0) != ':') {
            return null;
        }
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Of the line, ns since 1970; seconds or ISO 8601. 0 when it says none. */
    long timeNs() {
        String ts = text("ts");
        try {
            if (ts.indexOf('T') > 0) {
                Instant time = Instant.parse(ts);
                return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
            }
            return ts.isEmpty() || ts.length() > 32
                    ? 0
                    : new BigDecimal(ts).movePointRight(9).longValue();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return 0;
        }
    }

    Occurrence occurrence(String log, String field, String met) {
        IpAddress orig = address("id.orig_h");
        IpAddress resp = address("id.resp_h");
        return new Occurrence(
                timeNs(),
                new ConnectionRef(0, orig, number("id.orig_p"), resp, number("id.resp_p"), proto(), 0, 0, 0, 0),
                orig,
                resp,
                log + "." + field,
                met,
                outcome(log),
                text("uid"));
    }

    private int number(String name) {
        String text = text(name);
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) & 0xFFFF : 0;
    }

    private int proto() {
        return switch (text("proto")) {
            case "tcp" -> 6;
            case "udp" -> 17;
            case "icmp" -> 1;
            default -> 0;
        };
    }

    private Outcome outcome(String log) {
        return switch (log) {
            case "conn" ->
                switch (text("conn_state")) {
                    case "S0", "SH" -> Outcome.ATTEMPTED;
                    case "REJ", "RSTOS0", "RSTRH", "SHR" -> Outcome.FAILED;
                    case "OTH" -> Outcome.UNKNOWN;
                    default -> Outcome.SUCCEEDED;
                };
            case "dns" ->
                text("rcode").isEmpty()
                        ? Outcome.ATTEMPTED
                        : text("rcode").equals("0") ? Outcome.SUCCEEDED : Outcome.FAILED;
            case "http" ->
                text("status_code").isEmpty()
                        ? Outcome.UNKNOWN
                        : text("status_code").compareTo("400") < 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
            case "identity" ->
                switch (text("outcome")) {
                    case "success" -> Outcome.SUCCEEDED;
                    case "failure" -> Outcome.FAILED;
                    default -> Outcome.UNKNOWN;
                };
            default -> Outcome.SUCCEEDED;
        };
    }
}
