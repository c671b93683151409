package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    private static void add(List<String> users, String name) {
        if (isName(name) && !users.contains(name)) {
            users.add(name);
        }
    }

    static boolean isName(String name) {
        return !NOBODY.contains(name)
                && name.length() <= LONGEST
                && name.chars().noneMatch(c -> c == ',' || c < ' ');
    }
}
