package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.Interfaces.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Names of what calls return and of why they fail, from the files beside this class. Immutable. A code without a name is written as 0x and its digits. */
final class RpcStatus {
    private static final RpcStatus FAULTS = load("faults.tsv");
    private static final RpcStatus NTSTATUS = load("ntstatus.tsv");
    private static final RpcStatus WIN32 = load("win32.tsv");
    private static final RpcStatus HRESULT = load("hresult.tsv");

    // answers that say how to go on: a larger buffer, the next part, the end of the list
    private static final int INSUFFICIENT_BUFFER = 122;
    private static final int MORE_DATA = 234;
    private static final int NO_MORE_ITEMS = 259;

    private static final int WRAPPED_WIN32 = 0x8007; // upper half of an HRESULT that carries a Win32 error

    private final int[] codes;
    private final String[] names;

    private RpcStatus(Map<Integer, String> all) {
        int size = Math.max(2, Integer.highestOneBit(all.size() + 1) * 4);
        codes = new int[size];
        names = new String[size];
        all.forEach((code, name) -> {
            int i = slot(code);
            codes[i] = code;
            names[i] = name;
        });
    }

    private int slot(int code) {
        int i = code * 0x9E37_79B9 >>> 16 & names.length - 1;
        while (names[i] != null && codes[i] != code) {
            i = i + 1 & names.length - 1;
        }
        return i;
    }

    private void name(TextSlot into, int code) {
        into.clear();
        String name = names[slot(code)];
        if (name != null) {
            into.append(name);
        } else {
            into.append("0x");
            RpcNames.hex(into, code, 28, 8);
        }
    }

    /** Replaces the text by the name of what an operation returned. */
    static void name(TextSlot into, Result kind, int code) {
        boolean isWin32 =
                kind == Result.HRESULT && code >>> 16 == WRAPPED_WIN32 && HRESULT.names[HRESULT.slot(code)] == null;
        if (isWin32) {
            WIN32.name(into, code & 0xFFFF);
            return;
        }
        (switch (kind) {
                    case NTSTATUS -> NTSTATUS;
                    case HRESULT -> HRESULT;
                    case WIN32, NONE -> WIN32;
                })
                .name(into, code);
    }

    /** Replaces the text by the name of a fault. */
    static void fault(TextSlot into, int code) {
        FAULTS.name(into, code);
    }

    static boolean isError(Result kind, int code) {
        return switch (kind) {
            case NTSTATUS -> code >>> 30 == 3;
            case HRESULT -> code < 0;
            case WIN32 -> code != 0 && code != MORE_DATA && code != INSUFFICIENT_BUFFER && code != NO_MORE_ITEMS;
            case NONE -> false;
        };
    }

    private static RpcStatus load(String file) {
        Map<Integer, String> all = new HashMap<>();
        try (InputStream in = RpcStatus.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + file + " (expected: beside RpcStatus)");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank() || line.charAt(0) == '#') {
                    continue;
                }
                int tab = line.indexOf('\t');
                if (tab < 0) {
                    throw new IllegalArgumentException(file + ": " + line + " (expected: number TAB name)");
                }
                all.put(
                        Long.decode(line.substring(0, tab)).intValue(),
                        line.substring(tab + 1).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RpcStatus(all);
    }
}
