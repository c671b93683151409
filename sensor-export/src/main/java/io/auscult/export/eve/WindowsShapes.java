package io.auscult.export.eve;

import static io.auscult.export.eve.Members.object;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import java.nio.charset.StandardCharsets;

/**
 * What was done in SMB as {@code smb} records. The commands have the names of SMB1 on connections whose share was told in that version's words
 * (the newest {@value #SLOTS} or fewer are remembered), and those of SMB2 on all others. One thread.
 */
final class WindowsShapes {
    private static final int SLOTS = 4096; // a power of two
    private static final String STATUS = "STATUS_";
    private static final byte[] RENAME = "SMB::FILE_RENAME".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PIPE = "SMB::PIPE_OPEN".getBytes(StandardCharsets.ISO_8859_1);

    private final long[] olds = new long[SLOTS]; // connections in SMB1, by uid

    private static int slot(long uid) {
        return (int) (uid * 0x9E37_79B9_7F4A_7C15L >>> 52);
    }

    private boolean isOld(Event event) {
        return olds[slot(event.uid())] == event.uid() && event.uid() != 0;
    }

    Shape mapping(Members m) {
        Field service = m.field("service");
        Part old = Members.constant("command", "SMB1_COMMAND_TREE_CONNECT_ANDX");
        Part current = Members.constant("command", "SMB2_COMMAND_TREE_CONNECT");
        return Shape.of(
                EveType.SMB,
                object(
                        "smb",
                        (line, event) -> {
                            if (event.length(service) > 0) {
                                olds[slot(event.uid())] = event.uid();
                            }
                            (isOld(event) ? old : current).write(line, event);
                        },
                        m.prefixed("status", STATUS, "status"),
                        m.text("share", "path"),
                        m.wordsOrText("share_type", "share_type", "DISK", "FILE")));
    }

    Shape file(Members m) {
        Field action = m.field("action");
        Part old = m.words(
                "command",
                "action",
                words("SMB1_COMMAND_", "NT_CREATE_ANDX", "READ_ANDX", "WRITE_ANDX", "CLOSE", "RENAME", "DELETE"));
        Part current = m.words(
                "command",
                "action",
                words("SMB2_COMMAND_", "CREATE", "READ", "WRITE", "CLOSE", "SET_INFO", "SET_INFO"));
        Part renamed = object("rename", m.text("from", "prev_name"), m.text("to", "name"));
        Part pipe = m.text("named_pipe", "name");
        Part name = m.text("filename", "name");
        return Shape.of(
                EveType.SMB,
                object(
                        "smb",
                        (line, event) -> (isOld(event) ? old : current).write(line, event),
                        m.prefixed("status", STATUS, "status"),
                        (line, event) -> {
                            Part named = event.textEquals(action, RENAME)
                                    ? renamed
                                    : event.textEquals(action, PIPE) ? pipe : name;
                            named.write(line, event);
                        },
                        m.text("share", "share"),
                        m.text("fuid", "fuid"),
                        m.count("size", "size"),
                        m.seconds("created", "times.created"),
                        m.seconds("accessed", "times.accessed"),
                        m.seconds("modified", "times.modified"),
                        m.seconds("changed", "times.changed")));
    }

    private static String[] words(
            String prefix, String open, String read, String write, String close, String rename, String delete) {
        return new String[] {
            "SMB::FILE_OPEN", prefix + open,
            "SMB::PIPE_OPEN", prefix + open,
            "SMB::PRINT_OPEN", prefix + open,
            "SMB::FILE_READ", prefix + read,
            "SMB::PIPE_READ", prefix + read,
            "SMB::FILE_WRITE", prefix + write,
            "SMB::PIPE_WRITE", prefix + write,
            "SMB::PRINT_WRITE", prefix + write,
            "SMB::FILE_CLOSE", prefix + close,
            "SMB::PIPE_CLOSE", prefix + close,
            "SMB::PRINT_CLOSE", prefix + close,
            "SMB::FILE_RENAME", prefix + rename,
            "SMB::FILE_DELETE", prefix + delete
        };
    }

    Shape session(Members m) {
        Field version = m.field("version");
        Part old = Members.constant("command", "SMB1_COMMAND_SESSION_SETUP_ANDX");
        Part current = Members.constant("command", "SMB2_COMMAND_SESSION_SETUP");
        return Shape.of(
                EveType.SMB,
                object(
                        "smb",
                        (line, event) -> (event.number(version) == 1 ? old : current).write(line, event),
                        m.text("dialect", "dialect"),
                        m.texts("client_dialects", "dialects"),
                        m.prefixed("status", STATUS, "status"),
                        m.text("client_guid", "client_guid"),
                        m.text("server_guid", "server_guid"),
                        object("request", m.text("native_os", "client_os"), m.text("native_lm", "client_lan_manager")),
                        object("response", m.text("native_os", "server_os"), m.text("native_lm", "server_lan_manager")),
                        object(
                                "ntlmssp",
                                m.text("domain", "domain"),
                                m.text("user", "user"),
                                m.text("host", "workstation"))));
    }
}
