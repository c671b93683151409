package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.protocol.dcerpc.RpcOperations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What fields can say at all, so that a rule which waits for something else is named. Immutable; any thread. */
final class Domains {
    private static final String RPC = "dce_rpc";
    private static final String ENDPOINT = "endpoint";
    private static final String OPERATION = "operation";
    private static final String UNKNOWN = "unknown-*";
    private static final Set<String> ACCOUNTS = Set.of(
            "kerberos.service",
            "kerberos.client",
            "kerberos.ticket_service",
            "identity.user",
            "ntlm.username",
            "smb_session.user",
            "smb_mapping.user",
            "smb_files.user");

    private final Map<String, Set<String>> closed = new HashMap<>();
    private final Map<String, Set<String>> operations = new HashMap<>(); // by endpoint, both in lower case

    Domains() {
        for (String[] line : Tables.lines(Domains.class, "values.tsv", 3)) {
            Set<String> values = new TreeSet<>();
            for (String value : line[2].split("\\|")) {
                if (value.startsWith("@")) {
                    for (String[] row : Tables.lines(Protocols.class, value.substring(1), 2)) {
                        values.add(row[1].strip());
                    }
                } else {
                    values.add(value);
                }
            }
            closed.put(line[0] + "." + line[1], values);
        }
        Set<String> endpoints = new TreeSet<>(Set.of(UNKNOWN));
        Set<String> names = new TreeSet<>(Set.of(UNKNOWN));
        for (Map.Entry<String, Set<String>> one : RpcOperations.byEndpoint().entrySet()) {
            endpoints.add(one.getKey());
            names.addAll(one.getValue());
            Set<String> low = operations.computeIfAbsent(low(one.getKey()), name -> new TreeSet<>());
            one.getValue().forEach(operation -> low.add(low(operation)));
        }
        closed.put(RPC + "." + ENDPOINT, endpoints);
        closed.put(RPC + "." + OPERATION, names);
        closed.put("dce_rpc_bind.endpoints", endpoints);
    }

    /** All that a field can say, those with a star at the end being beginnings; null when it can say anything. */
    @Nullable
    Set<String> of(EventType type, Column column) {
        return closed.get(type.name() + "." + column.name());
    }

    /** Why no value of this field can ever pass; null when one can. */
    @Nullable
    String impossible(EventType type, Column column, String written, TextTest test) {
        String key = type.name() + "." + column.name();
        Set<String> values = closed.get(key);
        if (values == null) {
            boolean startsAtDollar = ACCOUNTS.contains(key) && written.startsWith("$") && !passes(test, "WS-01$");
            return startsAtDollar ? "'" + written + "': no account begins with $; those of computers end in it" : null;
        }
        String low = low(written);
        for (String value : values) {
            boolean isBeginning = value.endsWith("*");
            if (isBeginning ? low.startsWith(low(value.substring(0, value.length() - 1))) : passes(test, value)) {
                return null;
            }
        }
        return "'" + written + "' is nothing that " + key + " can say" + hint(type, column, low, values);
    }

    private String hint(EventType type, Column column, String low, Set<String> values) {
        if (type.name().equals(RPC)) {
            boolean isOperation = column.name().equals(OPERATION);
            if (isOperation && operations.containsKey(low)) {
                return ": it is an endpoint (endpoint and operation swapped?)";
            }
            if (!isOperation && operations.values().stream().anyMatch(names -> names.contains(low))) {
                return ": it is an operation (endpoint and operation swapped?)";
            }
            List<String> near = values.stream()
                    .filter(value -> low(value).contains(low)
                            || low.length() > 5 && low(value).endsWith(low.substring(3)))
                    .limit(3)
                    .toList();
            return near.isEmpty() ? "" : " (did you mean " + String.join(", ", near) + "?)";
        }
        return values.size() > 24 ? "" : " (expected: " + String.join(", ", values) + ")";
    }

    /** Whether an endpoint and an operation, both as written, can stand together; true when either is not known at all. */
    boolean fit(String endpoint, String operation) {
        Set<String> names = operations.get(low(endpoint));
        return names == null
                || names.contains(low(operation))
                || low(operation).startsWith("unknown-")
                || operations.values().stream().noneMatch(all -> all.contains(low(operation)));
    }

    private static boolean passes(TextTest test, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return test.passes(bytes, 0, bytes.length);
    }

    private static String low(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
