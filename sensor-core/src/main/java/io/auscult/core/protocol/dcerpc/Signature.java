package io.auscult.core.protocol.dcerpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of one operation lie in its request, from a line of {@code arguments.txt}. Immutable.
 *
 * @param steps its parameters in order
 * @param handle what a handle in the answer stands for, or null
 * @param handleLast whether that handle is last, before the status, and not first
 */
record Signature(Step[] steps, @Nullable Argument handle, boolean handleLast) {
    /** Types of parameters. */
    enum Type {
        HANDLE,
        NUMBER1,
        NUMBER2,
        NUMBER4,
        NUMBER8,
        RID,
        ENUMERATION,
        WIDE_TEXT,
        TEXT,
        BYTES,
        COUNTED_TEXT,
        NAMES,
        VARYING_NAMES,
        UUID,
        CREDENTIAL,
        ORPCTHIS,
        AUTOMATION_TEXT,
        CONSTANT,
        TASK_XML,
        DRIVER,
        MONITOR,
        DSNAME,
        ACTIVATION,
        OLD_ACTIVATION,
        TOWER
    }

    /**
     * One parameter.
     *
     * @param pointer whether it lies behind a pointer that may be null
     * @param field where it is told, or null
     */
    record Step(Type type, boolean pointer, @Nullable Argument field, String constant) {}

    static Signature parse(String line) {
        List<Step> steps = new ArrayList<>();
        Argument handle = null;
        boolean handleLast = false;
        for (String token : line.split(" ", -1)) {
            int colon = token.indexOf(':');
            Argument field = colon < 0
                    ? null
                    : Argument.valueOf(token.substring(colon + 1).toUpperCase(Locale.ROOT));
            String type = colon < 0 ? token : token.substring(0, colon);
            if (type.charAt(0) == '>') {
                handle = field;
                handleLast = type.equals(">LAST");
            } else if (type.charAt(0) == '=') {
                steps.add(new Step(Type.CONSTANT, false, field, type.substring(1)));
            } else {
                boolean pointer = type.charAt(0) == '*';
                steps.add(new Step(type(pointer ? type.substring(1) : type), pointer, field, ""));
            }
        }
        return new Signature(steps.toArray(new Step[0]), handle, handleLast);
    }

    private static Type type(String word) {
        return switch (word) {
            case "h" -> Type.HANDLE;
            case "1" -> Type.NUMBER1;
            case "2" -> Type.NUMBER2;
            case "4" -> Type.NUMBER4;
            case "8" -> Type.NUMBER8;
            case "rid" -> Type.RID;
            case "e" -> Type.ENUMERATION;
            case "w" -> Type.WIDE_TEXT;
            case "a" -> Type.TEXT;
            case "b" -> Type.BYTES;
            case "s" -> Type.COUNTED_TEXT;
            case "n" -> Type.NAMES;
            case "N" -> Type.VARYING_NAMES;
            case "g" -> Type.UUID;
            case "c" -> Type.CREDENTIAL;
            case "o" -> Type.ORPCTHIS;
            case "B" -> Type.AUTOMATION_TEXT;
            case "xml" -> Type.TASK_XML;
            case "driver" -> Type.DRIVER;
            case "monitor" -> Type.MONITOR;
            case "dsname" -> Type.DSNAME;
            case "activation" -> Type.ACTIVATION;
            case "oldactivation" -> Type.OLD_ACTIVATION;
            case "tower" -> Type.TOWER;
            default -> throw new IllegalArgumentException("arguments.txt: " + word + " (expected: a type)");
        };
    }
}
