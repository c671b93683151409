package io.auscult.core.protocol.ssrp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.oddity.Oddity;
import java.util.List;

/**
 * Questions of the SQL Server Resolution Protocol, [MC-SQLR] 2.2: only whether the name of an instance is longer than such names can be, as in the datagram of Slammer (MS02-039). Names no service.
 */
public final class SsrpParser implements ProtocolParser {
    public static final Protocol PROTOCOL = new Protocol(
            "ssrp", false, true, List.of(SsrpParser.PORT), SsrpParser::probe, SsrpParser::new, List.of(Oddity.ODDITY));

    private static final int PORT = 1434;
    private static final int INSTANCE = 4; // [MC-SQLR] 2.2.3
    private static final int MAX_NAME = 32; // bytes, a zero behind them
    private static final int LONG = 64; // bytes; what is a little longer may be a name of another character set

    private static Verdict probe(StreamView first) {
        boolean isAsked = first.connection().respPort == PORT && first.isOrig();
        return isAsked && first.length() > 1 + MAX_NAME && first.u8(0) == INSTANCE ? Verdict.YES : Verdict.NO;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isOrig() && in.length() > 1 + LONG && in.u8(0) == INSTANCE && in.indexOf(0, 1, 1 + LONG) < 0) {
            Oddity.LONG_INSTANCE.write(out, out.nowNs(), "", "");
        }
        return DONE;
    }

    @Override
    public void reset() {
        // nothing to forget
    }
}
