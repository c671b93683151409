package io.auscult.core.protocol.smb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.dcerpc.RpcStream;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.smb.SmbEvents.Action;
import org.jspecify.annotations.Nullable;

/** What both versions of SMB share: sessions, shares, files and open requests of one connection, and when something is told of them. */
final class Conversation {
    /** Bytes of content that tell a call through a pipe. */
    static final int TELLING = 16;

    static final int DELETE_ON_CLOSE = 0x1000; // [MS-SMB2] 2.2.13
    private static final long FILETIME_EPOCH = 116_444_736_000_000_000L; // 100 ns from 1601 to 1970
    /** Zeek's list of names that tell a pipe where the share's type was not seen. */
    private static final String[] PIPES = {
        "spoolss", "winreg", "samr", "srvsvc", "netdfs", "lsarpc", "wkssvc", "MsFteWds"
    };

    private static final String SHARE_ROOT = "<share_root>"; // Zeek's words

    final Negotiated agreed = new Negotiated();
    final Logons logons = new Logons();
    final Trees trees = new Trees();
    final OpenFiles files = new OpenFiles();
    final Requests requests = new Requests();
    final SmbEvents events = new SmbEvents();
    private final Streams streams = new Streams();
    private final GssReader gss = new GssReader("smb");
    private final StreamView token = new StreamView();
    private final IdentityUse identity = new IdentityUse();
    private final RecentFiles recent = new RecentFiles();

    private long startNs;
    private long compressed;
    private boolean sessionWritten;

    void seen(int version, EventWriter out) {
        if (agreed.version == 0) {
            startNs = out.nowNs();
        }
        agreed.version = Math.max(agreed.version, version);
    }

    // requests

    Request begin(long id, int command, long sessionId, long treeId, EventWriter out) {
        Request old = requests.before(id);
        if (old != null) {
            unanswered(old, out);
        }
        return requests.begin(id, command, sessionId, treeId, out.nowNs());
    }

    /** No answer will be seen: what was asked for is told without one. */
    private void unanswered(Request request, EventWriter out) {
        Tree tree = request.tree();
        if (tree != null && !tree.isOpen) {
            events.mapping(out, tree, null, false, 0, logons.find(request.sessionId));
            tree.clear();
        }
        OpenFile file = request.file();
        if (file != null && !file.isOpen) {
            tell(out, openAction(file), file, false, 0, -1);
            leave(file, out);
        }
        requests.end(request);
    }

    /** The answer was read; what it did not speak of shares its fate. */
    void answered(Request request, int status, EventWriter out) {
        Tree tree = request.tree();
        if (tree != null && !tree.isOpen) {
            connected(tree, status, null, out);
        }
        OpenFile file = request.file();
        if (file != null && !file.isOpen) {
            refused(file, status, out);
        }
        requests.end(request);
    }

    // sessions

    /** A client begins to log on: a session that has no id yet, unless it goes on with one. */
    Logon logon(long sessionId, EventWriter out) {
        Logon logon = sessionId == 0 ? logons.nameless() : logons.find(sessionId);
        return logon != null ? logon : newLogon(sessionId, out);
    }

    private Logon newLogon(long sessionId, EventWriter out) {
        Logon victim = logons.victim();
        if (victim != null) {
            end(victim, out);
        }
        Logon logon = logons.begin(out.nowNs());
        if (sessionId != 0) {
            logon.id = sessionId;
            logon.hasId = true;
        }
        return logon;
    }

    /** The server's answer to a logon. */
    void loggedOn(long sessionId, int status, boolean guest, boolean anonymous, EventWriter out) {
        Logon logon = logons.find(sessionId);
        if (logon == null) {
            logon = logons.nameless();
        }
        if (logon == null) {
            logon = newLogon(sessionId, out);
        }
        if (sessionId != 0) {
            logon.id = sessionId;
            logon.hasId = true;
        }
        if (status == NtStatus.MORE_PROCESSING_REQUIRED) {
            return;
        }
        if (logon.hasStatus && status == 0) {
            return; // proven anew
        }
        logon.hasStatus = true;
        logon.status = status;
        logon.isGuest = guest;
        logon.isAnonymous = anonymous;
        judge(logon, out);
        if (NtStatus.isError(status)) {
            end(logon, out);
        }
    }

    /** The outcome is known: it is told of who logged on. */
    private void judge(Logon logon, EventWriter out) {
        Outcome outcome = NtStatus.isError(logon.status) ? Outcome.FAILURE : Outcome.SUCCESS;
        if (logon.isReadable) {
            identify(logon, outcome, out);
        } else if (gss.isPending()) {
            copy(gss.user(), logon.user);
            copy(gss.domain(), logon.domain);
            copy(gss.workstation(), logon.workstation);
            gss.outcome(outcome, reason(logon), out);
        }
    }

    private static void copy(TextSlot from, TextSlot to) {
        to.clear();
        to.append(from);
    }

    /** The server's words where they matter. */
    private static String reason(Logon logon) {
        String name = logon.status == 0 ? logon.isGuest ? "guest" : "" : NtStatus.name(logon.status);
        return name == null ? "" : name;
    }

    /** Who logged on without a security token. */
    private void identify(Logon logon, Outcome outcome, EventWriter out) {
        logon.isReadable = false;
        if (logon.user.length() == 0 && !logon.isProven) {
            return; // nobody in particular
        }
        identity.user().append(logon.user);
        identity.domain().append(logon.domain);
        String reason = logon.hasStatus ? reason(logon) : "";
        if (!reason.isEmpty()) {
            identity.reason().append(reason);
        }
        identity.cleartext(agreed.isPlain);
        identity.write(out, "smb", agreed.isPlain ? "password" : "ntlm", "", outcome);
    }

    /** A session is over: it is told. */
    void end(Logon logon, EventWriter out) {
        if (logon.isReadable) {
            identify(logon, Outcome.UNKNOWN, out);
        }
        events.session(out, agreed, logon, compressed, logon.startNs);
        sessionWritten = true;
        logon.clear();
    }

    void sealed(long sessionId, long bytes, Direction direction, EventWriter out) {
        Logon logon = logon(sessionId, out);
        if (direction == Direction.ORIG) {
            logon.sealedOrig += bytes;
        } else {
            logon.sealedResp += bytes;
        }
    }

    void signed(long sessionId) {
        Logon logon = logons.find(sessionId);
        if (logon != null) {
            logon.isSigned = true;
        }
    }

    void compressed(long bytes) {
        compressed += bytes;
    }

    void loggedOff(long sessionId, EventWriter out) {
        Logon logon = logons.find(sessionId);
        if (logon != null) {
            end(logon, out);
        }
    }

    /** What both sides say to prove who they are. */
    void token(StreamView in, int at, int length, EventWriter out) {
        gss.token(token.sub(in, at, length), out);
    }

    // shares

    void disconnected(long sessionId, long treeId) {
        Tree tree = trees.find(sessionId, treeId);
        if (tree != null) {
            tree.clear();
        }
    }

    void connected(Tree tree, int status, @Nullable TextSlot fileSystem, EventWriter out) {
        events.mapping(out, tree, fileSystem, true, status, logons.find(tree.sessionId));
        if (!tree.isOpen) {
            tree.clear();
        }
    }

    // files

    /** A client asks for a file of this share; its name is to be filled in. */
    OpenFile asked(@Nullable Tree tree, long sessionId, EventWriter out) {
        OpenFile victim = files.victim();
        if (victim != null) {
            closed(victim, out);
        }
        OpenFile file = files.begin(sessionId, out.nowNs());
        if (tree != null) {
            file.shareType = tree.type;
            if (tree.path.isSet()) {
                file.share.append(tree.path);
            }
        }
        return file;
    }

    /** The name is known now. A share whose type was not seen is told by the name of a well-known pipe. */
    void named(OpenFile file, @Nullable Tree tree) {
        if (file.name.length() == 0) {
            file.name.clear();
            file.name.append(SHARE_ROOT);
        }
        if (tree != null && tree.type == Tree.UNKNOWN && isPipe(file.name)) {
            tree.type = Tree.PIPE;
            file.shareType = Tree.PIPE;
        }
    }

    private static boolean isPipe(TextSlot name) {
        for (String pipe : PIPES) {
            if (name.textEquals(pipe)) {
                return true;
            }
        }
        return false;
    }

    /** The server has opened it, and calls it so. */
    void opened(OpenFile file, long idHigh, long idLow, EventWriter out) {
        OpenFile old = files.find(idHigh, idLow);
        if (old != null && old != file) {
            closed(old, out);
        }
        file.idHigh = idHigh;
        file.idLow = idLow;
        file.isOpen = true;
        if (file.name.isSet()) {
            tell(out, openAction(file), file, true, 0, -1);
            if ((file.options & DELETE_ON_CLOSE) != 0) {
                tell(out, Action.FILE_DELETE, file, true, 0, -1);
            }
        }
    }

    void refused(OpenFile file, int status, EventWriter out) {
        if (file.name.isSet()) {
            tell(out, openAction(file), file, true, status, -1);
        }
        file.clear();
    }

    /** The file with this id; made without a name where its opening was not seen. */
    OpenFile file(long idHigh, long idLow, @Nullable Tree tree, long sessionId, EventWriter out) {
        OpenFile file = files.find(idHigh, idLow);
        if (file == null) {
            file = asked(tree, sessionId, out);
            file.idHigh = idHigh;
            file.idLow = idLow;
            file.isOpen = true;
            file.showsPath = true;
        }
        return file;
    }

    /** A client renames a file. */
    void renamed(OpenFile file, StreamView in, int at, int length, boolean isUnicode, EventWriter out) {
        file.previousName.clear();
        if (file.name.isSet()) {
            file.previousName.append(file.name);
        }
        file.name.clear();
        if (isUnicode) {
            SmbText.utf16(in, at, length, file.name);
        } else {
            SmbText.oem(in, at, length, file.name);
        }
        tell(out, Action.FILE_RENAME, file, false, 0, -1);
    }

    void deleted(OpenFile file, EventWriter out) {
        if (file.name.isSet()) {
            tell(out, Action.FILE_DELETE, file, false, 0, -1);
        }
    }

    /** A file is closed, or its place is needed: what was read and written is told. */
    void closed(OpenFile file, EventWriter out) {
        if (file.isOpen && file.shareType == Tree.PRINT) {
            tell(out, Action.PRINT_CLOSE, file, false, 0, -1);
        }
        streams.close(file, out);
        leave(file, out);
    }

    private void leave(OpenFile file, EventWriter out) {
        streams.leave(file, out);
        if (!file.isPipe()) {
            Logon logon = logons.find(file.sessionId);
            if (file.readBytes > 0) {
                events.file(out, Action.FILE_READ, file, true, file.readStatus, file.readBytes, logon);
            }
            if (file.isWritten) {
                events.file(out, Action.FILE_WRITE, file, true, file.writeStatus, file.writtenBytes, logon);
            }
        }
        file.clear();
    }

    /** Whether nobody knows yet if this is a file or a pipe: the connection to its share was not seen, and no content of it. */
    boolean isUndecided(Side side) {
        OpenFile file = side.file();
        return file != null && file.shareType == Tree.UNKNOWN && file.readBytes == 0 && file.writtenBytes == 0;
    }

    /** Content of a file or pipe passes. */
    void content(Side side, StreamView in, int at, int length, EventWriter out) {
        OpenFile file = side.file();
        if (file != null) {
            if (isUndecided(side) && RpcStream.begins(in, at, length)) {
                file.shareType = Tree.PIPE;
            }
            streams.content(side, file, in, at, length, out);
            count(side, file, length);
        }
    }

    /** The content of a message has passed whole. */
    void contentEnds(Side side, EventWriter out) {
        OpenFile file = side.file();
        if (file != null) {
            streams.checkEnd(file, out);
        }
    }

    /** Content of a file or pipe that was not captured. */
    void missing(Side side, Direction direction, int length, EventWriter out) {
        OpenFile file = side.file();
        if (file != null) {
            Streams.missing(file, direction, length, out);
            count(side, file, length);
        }
    }

    private static void count(Side side, OpenFile file, int length) {
        side.offset += length;
        if (side.isWrite) {
            file.isWritten = true;
            file.writtenBytes += length;
        } else {
            file.readBytes += length;
        }
    }

    private static Action openAction(OpenFile file) {
        return switch (file.shareType) {
            case Tree.PIPE -> file.showsPath ? Action.PIPE_OPEN : Action.FILE_OPEN; // Zeek knows no better in SMB1
            case Tree.PRINT -> Action.PRINT_OPEN;
            default -> Action.FILE_OPEN;
        };
    }

    private void tell(EventWriter out, Action action, OpenFile file, boolean isAnswered, int status, long bytes) {
        if ((file.hasTimes || status != 0) && recent.known(digest(action, file, status), out.nowNs())) {
            return;
        }
        events.file(out, action, file, isAnswered, status, bytes, logons.find(file.sessionId));
    }

    private static long digest(Action action, OpenFile file, int status) {
        long digest = action.ordinal() * 31L + status;
        digest = add(digest, file.name);
        digest = add(digest, file.share);
        digest = mix(digest, file.size);
        digest = mix(digest, file.modifiedNs);
        digest = mix(digest, file.createdNs);
        return mix(digest, file.changedNs);
    }

    private static long add(long digest, TextSlot text) {
        long sum = mix(digest, text.length());
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.bytes()[i]) * 0x100_0000_01B3L;
        }
        return sum;
    }

    private static long mix(long digest, long value) {
        long mixed = (digest ^ value) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 29;
    }

    /** Packet time of a FILETIME, [MS-DTYP] 2.3.3; 0 when it is none. */
    static long toNs(long filetime) {
        long since = filetime - FILETIME_EPOCH;
        return filetime <= 0 || since <= -FILETIME_EPOCH || since > Long.MAX_VALUE / 100 ? 0 : since * 100;
    }

    /** Bytes kept of unfinished messages inside this one. */
    int kept() {
        return gss.kept() + streams.kept();
    }

    /** The connection ended: all that waits is told as it stands. */
    void end(EventWriter out) {
        gss.onEnd(out);
        for (int i = 0; i < Requests.MAX; i++) {
            Request request = requests.at(i);
            if (request != null) {
                unanswered(request, out);
            }
        }
        for (int i = 0; i < files.high(); i++) {
            OpenFile file = files.at(i);
            if (file != null) {
                leave(file, out);
            }
        }
        for (int i = 0; i < Logons.MAX; i++) {
            Logon logon = logons.at(i);
            if (logon != null) {
                end(logon, out);
            }
        }
        if (!sessionWritten && agreed.version > 0) {
            events.session(out, agreed, null, compressed, startNs);
        }
    }

    void reset() {
        streams.reset();
        gss.reset();
        agreed.reset();
        logons.reset();
        trees.reset();
        files.reset();
        requests.reset();
        recent.reset();
        startNs = 0;
        compressed = 0;
        sessionWritten = false;
    }
}
