package io.auscult.core.protocol.dcerpc;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which operations have a name, by endpoint: what {@code dce_rpc.endpoint} and {@code dce_rpc.operation} can say together. For whoever checks rules; any thread. */
public final class RpcOperations {
    private RpcOperations() {}

    public static Map<String, Set<String>> byEndpoint() {
        Map<String, Set<String>> all = new TreeMap<>();
        for (Interfaces.Interface one : Interfaces.ALL.list()) {
            Set<String> operations = all.computeIfAbsent(one.name(), name -> new TreeSet<>());
            for (int opnum = 0; opnum < one.operations().length; opnum++) {
                String operation = one.operation(opnum);
                if (operation != null) {
                    operations.add(operation);
                }
            }
        }
        return all;
    }
}
