package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whose accounts an alert concerns, by what its detector found. Stateless. */
final class Users {
    private static final List<String> NAMED = List.of("user", "users_found", "last_user");
    private static final Set<String> NOBODY = Set.of("", "?", "-", "unknown", "anonymous", "ANONYMOUS");
    private static final int LONGEST = 64; // characters of a name

    private Users() {}

    static List<String> of(Alert alert) {
        List<String> users = new ArrayList<>();
        String guessed = alert.evidence().get("guessed");
        if (guessed != null) { // the others are those whose password was not found
            add(users, guessed);
            return users;
        }
        for (String evidence : NAMED) {
            add(users, alert.evidence().getOrDefault(evidence, ""));
        }
        add(users, alert.target().user() == null ? "" : alert.target().user());
        return users;
    }

    /** Whom the findings themselves are about: no owners of the hosts that acted. */
    static List<String> named(List<Finding> findings) {
        TreeSet<String> users = new TreeSet<>();
        findings.forEach(finding -> users.addAll(finding.users()));
        return List.copyOf(users);
    }

    /** With whose accounts something was done, as far as that was seen. */
    static List<String> used(List<Finding> findings) {
        TreeSet<String> accounts = new TreeSet<>();
        for (Finding finding : findings) {
            String account = finding.latest().evidence().getOrDefault(LoggedOn.EVIDENCE, "");
            if (isName(account)) {
                accounts.add(account);
            }
        }
        return List.copyOf(accounts);
    }

    /** A machine's own account, which nobody can be told of. */
    static boolean isMachine(String name) {
        return name.endsWith("$");
    }

    private static void add(List<String> users, String name) {
        if (isName(name) && !users.contains(name)) {
            users.add(name);
        }
    }

    static boolean isName(String name) {
        return !NOBODY.contains(name) && name.length() <= LONGEST && isPlain(name);
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == ',' || name.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }
}
