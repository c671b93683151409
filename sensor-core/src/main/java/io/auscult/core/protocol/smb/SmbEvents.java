package io.auscult.core.protocol.smb;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** What is told of SMB, and the writing of it. Zeek's logs for shares and files, our own for sessions. One per parser. */
public final class SmbEvents {
    static final EventType SESSION =
            EventType.of("smb_session", "A session of SMB: what was agreed on, who logged on, and how it ended.");
    private static final Field VERSION = SESSION.count("version", "Major version: 1, 2 or 3.");
    private static final Field DIALECT = SESSION.text("dialect", "The dialect in use.");
    private static final Field DIALECTS = SESSION.textList("dialects", "The dialects that the client offered.");
    private static final Field USER = SESSION.text("user", "Who logged on.");
    private static final Field DOMAIN = SESSION.text("domain", "The user's domain.");
    private static final Field WORKSTATION = SESSION.text("workstation", "What the client's host calls itself.");
    private static final Field STATUS = SESSION.text("status", "The server's answer to the logon; absent without one.");
    private static final Field GUEST = SESSION.bool("guest", "Whether the user was let in as a guest.");
    private static final Field ANONYMOUS = SESSION.bool("anonymous", "Whether nobody in particular was let in.");
    private static final Field SIGNING =
            SESSION.text("signing", "What the server says of signing: required, enabled or disabled.");
    private static final Field SIGNED = SESSION.bool("signed", "Whether signed messages were seen.");
    private static final Field CIPHER = SESSION.text("cipher", "The cipher that the server chose.");
    private static final Field SEALED_ORIG =
            SESSION.count("encrypted_orig_bytes", "Bytes that the client sent encrypted.");
    private static final Field SEALED_RESP =
            SESSION.count("encrypted_resp_bytes", "Bytes that the server sent encrypted.");
    private static final Field COMPRESSED = SESSION.count("compressed_bytes", "Bytes that travelled compressed.");
    private static final Field CLIENT_GUID = SESSION.text("client_guid", "The client's GUID.");
    private static final Field SERVER_GUID = SESSION.text("server_guid", "The server's GUID.");
    private static final Field CLIENT_OS = SESSION.text("client_os", "The client's operating system, as it says.");
    private static final Field CLIENT_SOFTWARE = SESSION.text("client_lan_manager", "The client's software.");
    private static final Field SERVER_OS = SESSION.text("server_os", "The server's operating system, as it says.");
    private static final Field SERVER_SOFTWARE = SESSION.text("server_lan_manager", "The server's software.");
    private static final Field SERVER_DOMAIN = SESSION.text("server_domain", "The server's domain, as it says.");

    public static final EventType MAPPING = EventType.of("smb_mapping", "A client connected to a share, or tried to.");
    private static final Field MAPPING_PATH = MAPPING.text("path", "The share.");
    private static final Field MAPPING_SERVICE = MAPPING.text("service", "What kind of share it is, in words of SMB1.");
    private static final Field MAPPING_SYSTEM = MAPPING.text("native_file_system", "The file system of the share.");
    private static final Field SHARE_TYPE =
            MAPPING.text("share_type", "What kind of share it is: DISK, PIPE or PRINT.");
    private static final Field MAPPING_STATUS = MAPPING.text("status", "The server's answer; absent without one.");
    private static final Field MAPPING_USER = MAPPING.text("user", "Who is logged on.");

    public static final EventType FILES = EventType.of("smb_files", "What was done with a file, folder or pipe.");
    private static final Field FUID = FILES.text("fuid", "Its content in the log of files.");
    public static final Field ACTION = FILES.text("action", "What was done, in Zeek's words.");
    private static final Field PATH =
            FILES.text("path", "The share, where Zeek tells it: in SMB1 it is not known when a file is opened.");
    private static final Field NAME = FILES.text("name", "The file, relative to the share.");
    private static final Field SIZE = FILES.count("size", "How large it was when it was opened.");
    private static final Field PREVIOUS_NAME = FILES.text("prev_name", "Its name before it was renamed.");
    private static final Field MODIFIED = FILES.time("times.modified", "When it was last written.");
    private static final Field ACCESSED = FILES.time("times.accessed", "When it was last read.");
    private static final Field CREATED = FILES.time("times.created", "When it was made.");
    private static final Field CHANGED = FILES.time("times.changed", "When its attributes last changed.");
    public static final Field SHARE = FILES.text("share", "The share.");
    private static final Field FILE_STATUS = FILES.text("status", "The server's answer; absent without one.");
    private static final Field FILE_USER = FILES.text("user", "Who is logged on.");
    private static final Field BYTES = FILES.count("bytes", "How much was read or written.");

    /** Zeek's words for what is done. */
    enum Action {
        FILE_READ,
        FILE_WRITE,
        FILE_OPEN,
        FILE_DELETE,
        FILE_RENAME,
        PIPE_OPEN,
        PRINT_OPEN,
        PRINT_CLOSE;

        private final String word = "SMB::" + name();
    }

    private static final String[] TYPES = {"DISK", "DISK", "PIPE", "PRINT"}; // unknown is told as a disk, as Zeek does

    private final TextSlot text = new TextSlot(32);

    void session(EventWriter out, Negotiated agreed, @Nullable Logon logon, long compressed, long startNs) {
        out.begin(SESSION, startNs);
        out.set(VERSION, agreed.version);
        agreed.dialect.to(out, DIALECT);
        if (agreed.offers > 0) {
            out.beginList(DIALECTS);
            for (int i = 0; i < agreed.offers; i++) {
                out.add(agreed.offered[i].bytes(), 0, agreed.offered[i].length());
            }
            out.endList();
        }
        if (logon != null) {
            set(out, USER, logon.user);
            set(out, DOMAIN, logon.domain);
            set(out, WORKSTATION, logon.workstation);
            if (logon.hasStatus) {
                status(out, STATUS, logon.status);
                out.set(GUEST, logon.isGuest);
                out.set(ANONYMOUS, logon.isAnonymous);
            }
        }
        set(out, SIGNING, agreed.signing());
        set(out, CIPHER, agreed.cipher());
        if (logon != null) {
            out.set(SIGNED, logon.isSigned);
            set(out, SEALED_ORIG, logon.sealedOrig);
            set(out, SEALED_RESP, logon.sealedResp);
        }
        set(out, COMPRESSED, compressed);
        agreed.clientGuid.to(out, CLIENT_GUID);
        agreed.serverGuid.to(out, SERVER_GUID);
        set(out, CLIENT_OS, agreed.clientOs);
        set(out, CLIENT_SOFTWARE, agreed.clientSoftware);
        set(out, SERVER_OS, agreed.serverOs);
        set(out, SERVER_SOFTWARE, agreed.serverSoftware);
        set(out, SERVER_DOMAIN, agreed.serverDomain);
        out.end();
    }

    /** @param isAnswered whether there is a status */
    void mapping(
            EventWriter out,
            Tree tree,
            @Nullable TextSlot fileSystem,
            boolean isAnswered,
            int status,
            @Nullable Logon logon) {
        out.begin(MAPPING, tree.startNs);
        tree.path.to(out, MAPPING_PATH);
        tree.service.to(out, MAPPING_SERVICE);
        if (fileSystem != null && fileSystem.length() > 0) {
            fileSystem.to(out, MAPPING_SYSTEM);
        }
        out.set(SHARE_TYPE, TYPES[tree.type]);
        if (isAnswered) {
            status(out, MAPPING_STATUS, status);
        }
        if (logon != null) {
            set(out, MAPPING_USER, logon.user);
        }
        out.end();
    }

    /** @param bytes how much was read or written, -1 where that is not the matter */
    void file(
            EventWriter out,
            Action action,
            OpenFile file,
            boolean isAnswered,
            int status,
            long bytes,
            @Nullable Logon logon) {
        out.begin(FILES, file.startNs);
        file.fuid.to(out, FUID);
        out.set(ACTION, action.word);
        if (file.showsPath) {
            file.share.to(out, PATH);
        }
        file.name.to(out, NAME);
        out.set(SIZE, file.size);
        file.previousName.to(out, PREVIOUS_NAME);
        if (file.hasTimes) {
            out.set(MODIFIED, file.modifiedNs);
            out.set(ACCESSED, file.accessedNs);
            out.set(CREATED, file.createdNs);
            out.set(CHANGED, file.changedNs);
        }
        file.share.to(out, SHARE);
        if (isAnswered) {
            status(out, FILE_STATUS, status);
        }
        if (logon != null) {
            set(out, FILE_USER, logon.user);
        }
        if (bytes >= 0) {
            out.set(BYTES, bytes);
        }
        out.end();
    }

    private void status(EventWriter out, Field field, int status) {
        String name = NtStatus.name(status);
        if (name != null) {
            out.set(field, name);
            return;
        }
        text.clear();
        text.append("0x");
        for (int shift = 28; shift >= 0; shift -= 4) {
            text.append((byte) Character.forDigit(status >>> shift & 0xF, 16));
        }
        text.to(out, field);
    }

    private static void set(EventWriter out, Field field, String value) {
        if (!value.isEmpty()) {
            out.set(field, value);
        }
    }

    private static void set(EventWriter out, Field field, TextSlot value) {
        if (value.length() > 0) {
            value.to(out, field);
        }
    }

    private static void set(EventWriter out, Field field, long value) {
        if (value > 0) {
            out.set(field, value);
        }
    }
}
