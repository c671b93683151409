package io.auscult.rules.lateral;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises when one host works on another (SSH, RDP, VNC, Telnet and its kin, WinRM, a file written to an administrative share, calls that run something) and who does, and hands each such session to {@link NewPairs} and
 * {@link HopChains}, once, as soon as its outcome is known or can no longer become known. A bare connection is none: somebody has to show an identity, or the content must be
 * unreadable and long enough for one. Detect thread; keeps {@link Sessions}.
 */
public final class MovementDetector implements Detector {
    private static final int RDP = 3389;
    private static final int SSH = 22;
    private static final int WINRM = 5985;
    private static final int WINRM_TLS = 5986;
    private static final int VNC = 5900;
    private static final int VNC_LAST = 5909;
    /** An SSH logon takes more than this in both directions together, a look at the server less; RDP and VNC likewise. */
    private static final long LEAST_BYTES = 6_000;

    private static final Field AUTH_SUCCESS = SshParser.SSH.field("auth_success");
    private static final Field RPC_OUTCOME = DcerpcParser.DCE_RPC.field("outcome");
    private static final Field URI = HttpParser.HTTP.field("uri");
    private static final Field STATUS = HttpParser.HTTP.field("status_code");
    private static final byte[] WSMAN = bytes("/wsman");
    private static final byte[] WRITTEN = bytes("SMB::FILE_WRITE");
    private static final byte[] SUCCESS = bytes("success");
    private static final byte[] ANSWERED = bytes("answered");
    private static final byte[] FAILURE = bytes("failure");
    private static final byte[] HTTP = bytes("http");
    private static final byte[][] CARRIERS = {bytes("smb"), bytes("dce_rpc"), HTTP};
    private static final byte[][] NAMES = {
        bytes("ssh"), bytes("rdp"), bytes("rfb"), bytes("telnet"), bytes("rlogin"), bytes("rsh"), bytes("rexec")
    };
    private static final Service[] SERVICES = {
        Service.SSH, Service.RDP, Service.VNC, Service.TELNET, Service.TELNET, Service.TELNET, Service.TELNET
    };

    private final Knowledge knowledge;
    private final LocalNets localNets;
    private final Sessions sessions;
    private final NewPairs newPairs;
    private final HopChains hopChains;
    private final RemoteSupport remoteSupport;
    private final RemoteExecution execution = new RemoteExecution();

    public MovementDetector(LateralRules rules, Knowledge knowledge, LocalNets localNets, Counters counters) {
        this.knowledge = knowledge;
        this.localNets = localNets;
        sessions = new Sessions(counters);
        newPairs = new NewPairs(rules, knowledge, counters);
        remoteSupport = new RemoteSupport(rules, knowledge);
        hopChains = new HopChains(rules, knowledge, sessions, counters);
    }

    @Override
    public List<EventType> wants() {
        return List.of(
                IdentityUse.IDENTITY,
                SshParser.SSH,
                SslParser.SSL,
                HttpParser.HTTP,
                DcerpcParser.DCE_RPC,
                SmbEvents.FILES,
                FlowEvents.CONN);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(FlowEvents.CONN)) {
            onEnd(e, alerts);
        } else if (e.is(HttpParser.HTTP)) {
            if (isWinrm(e.respPort()) && startsWith(e, URI, WSMAN) && e.number(STATUS) != 401) {
                Session session = sessionOf(e, Service.WINRM);
                if (session.outcome == Outcome.UNKNOWN && e.number(STATUS) == 200) {
                    session.outcome = Outcome.SUCCEEDED;
                }
                judge(e, session, alerts);
            }
        } else if (e.is(IdentityUse.IDENTITY)) {
            onIdentity(e, alerts);
        } else if (e.is(SshParser.SSH)) {
            if (e.has(AUTH_SUCCESS)) {
                Session session = sessionOf(e, Service.SSH);
                if (e.flag(AUTH_SUCCESS)) {
                    session.outcome = Outcome.SUCCEEDED;
                    judge(e, session, alerts);
                } else if (session.outcome == Outcome.UNKNOWN) {
                    session.outcome = Outcome.FAILED;
                }
            }
        } else if (e.is(SslParser.SSL)) {
            if (localNets.contains(e.origHigh(), e.origLow())) {
                remoteSupport.onName(e, alerts);
            }
        } else if (e.is(SmbEvents.FILES)) {
            if (e.textEquals(SmbEvents.ACTION, WRITTEN) && FileSpreadDetector.isAdministrative(e)) {
                Session session = sessionOf(e, Service.EXECUTION);
                session.outcome = Outcome.SUCCEEDED;
                judge(e, session, alerts);
            }
        } else if (execution.is(e)) {
            Session session = sessionOf(e, Service.EXECUTION);
            session.outcome = e.textEquals(RPC_OUTCOME, SUCCESS) || e.textEquals(RPC_OUTCOME, ANSWERED)
                    ? Outcome.SUCCEEDED
                    : e.textEquals(RPC_OUTCOME, FAILURE) ? Outcome.FAILED : Outcome.UNKNOWN;
            judge(e, session, alerts);
        }
    }

    private void onIdentity(Event e, AlertSink alerts) {
        Service service = serviceOf(e);
        if (service == null && !isCarrier(e)) {
            return;
        }
        Session session = sessionOf(e, service);
        session.identity(e);
        // Where an answer is still to come, the next event or the end of the connection decides.
        boolean isDecided =
                session.outcome == Outcome.SUCCEEDED || session.outcome == Outcome.UNKNOWN && service != Service.WINRM;
        if (service != null && isDecided) {
            judge(e, session, alerts);
        }
    }

    private Session sessionOf(Event e, @Nullable Service service) {
        Session session = sessions.at(e.uid());
        if (sessions.isFresh()) {
            session.begin(e);
        }
        if (service != null) {
            session.service = service;
        }
        return session;
    }

    /** What this identity was used for, when it was used to work on the host. */
    private static @Nullable Service serviceOf(Event identity) {
        for (int i = 0; i < NAMES.length; i++) {
            if (identity.textEquals(IdentityUse.PROTOCOL, NAMES[i])) {
                return SERVICES[i];
            }
        }
        return isWinrm(identity.respPort()) && identity.textEquals(IdentityUse.PROTOCOL, HTTP) ? Service.WINRM : null;
    }

    /** Whether calls may follow on this connection, by this user. */
    private static boolean isCarrier(Event identity) {
        return identity.textEquals(IdentityUse.PROTOCOL, CARRIERS[0])
                || identity.textEquals(IdentityUse.PROTOCOL, CARRIERS[1]);
    }

    private void onEnd(Event conn, AlertSink alerts) {
        // Where no protocol was recognised nobody showed an identity: most connections of a scan need no look.
        Session session = conn.length(FlowEvents.SERVICE) == 0 ? null : sessions.find(conn.uid());
        if (session == null) {
            Service service = byPort(conn);
            if (localNets.contains(conn.origHigh(), conn.origLow())) {
                remoteSupport.onEnd(conn, alerts);
            }
            if (service == null
                    || conn.number(FlowEvents.ORIG_BYTES) + conn.number(FlowEvents.RESP_BYTES) < LEAST_BYTES) {
                return;
            }
            session = sessionOf(conn, service);
        }
        session.endNs = conn.timestampNs() + conn.number(FlowEvents.DURATION);
        if (session.service != null) {
            judge(conn, session, alerts);
        }
    }

    /** Of a connection in which nothing was recognised: its beginning is missing, or one direction. */
    private static @Nullable Service byPort(Event conn) {
        int port = conn.respPort();
        if (conn.length(FlowEvents.SERVICE) > 0 || port < SSH) {
            return null;
        }
        return switch (port) {
            case SSH -> Service.SSH;
            case RDP -> Service.RDP;
            case WINRM, WINRM_TLS -> Service.WINRM;
            default -> port >= VNC && port <= VNC_LAST ? Service.VNC : null;
        };
    }

    private void judge(Event e, Session session, AlertSink alerts) {
        Service service = session.service;
        if (session.isJudged || service == null) {
            return;
        }
        session.isJudged = true;
        boolean isInside = localNets.contains(session.clientHigh, session.clientLow)
                && localNets.contains(session.serverHigh, session.serverLow);
        if (isInside) {
            // Both look at what was known before this session; then it is known.
            hopChains.onSession(e, session, alerts);
            newPairs.onSession(e, session, service, alerts);
            if (session.outcome != Outcome.FAILED) {
                knowledge.administers(
                        session.clientHigh,
                        session.clientLow,
                        session.serverHigh,
                        session.serverLow,
                        service,
                        session.startNs);
            }
        }
        if (session.outcome != Outcome.FAILED) {
            sessions.open(session);
        }
    }

    private static boolean isWinrm(int port) {
        return port == WINRM || port == WINRM_TLS;
    }

    private static boolean startsWith(Event e, Field field, byte[] start) {
        if (e.length(field) < start.length) {
            return false;
        }
        int at = e.offset(field);
        for (int i = 0; i < start.length; i++) {
            if (e.bytes()[at + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
