# Varnish 7 in front of Mission KB: it repeats answers without asking, and never those of an older release.
#
# Needs varnish and varnish-modules. docs/caching.md says how it is used and why it is right.
# To be set here: the backend, and who may announce a release.

vcl 4.1;

import var;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

acl loaders {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        call announce;
    }

    # The edition of the cache: the release that was announced last and the number of that announcement.
    # Nothing kept for another edition is ever found again. Empty until a release is announced.
    set req.http.Mission-KB-Edition = var.global_get("edition");

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }

    # No answer depends on a cookie, and those of other sites under the same name are none of ours.
    unset req.http.Cookie;
}

sub announce {
    # Behind something that ends TLS on this machine everybody comes from it, but not without these.
    if (client.ip !~ loaders || req.http.X-Forwarded-For ~ "," || req.http.X-Forwarded-Proto ||
        req.http.Forwarded || req.http.Via) {
        return (synth(403, "Not for you"));
    }
    if (req.http.Mission-KB-Release !~ "^[0-9A-Za-z-]{1,100}$") {
        return (synth(400, "No release"));
    }
    # The order matters: from here on every request asks anew, then what was kept is given back.
    set req.http.Mission-KB-Edition = req.http.Mission-KB-Release + "@" + req.xid;
    var.global_set("edition", req.http.Mission-KB-Edition);
    ban("obj.http.Mission-KB-Edition != " + req.http.Mission-KB-Edition);
    return (synth(200, "Announced"));
}

sub vcl_synth {
    # An announcement is understood where the release comes back.
    if (req.method == "BAN") {
        if (resp.status == 200) {
            set resp.http.Mission-KB-Release = req.http.Mission-KB-Release;
        }
        set resp.http.Content-Type = "text/plain";
        set resp.body = resp.reason;
        return (deliver);
    }
    if (resp.status == 503) {
        set resp.http.Content-Type = "application/problem+json";
        set resp.http.Cache-Control = "no-store";
        set resp.http.Retry-After = "5";
        set resp.http.Access-Control-Allow-Origin = "*";
        set resp.http.Access-Control-Expose-Headers = "*";
        set resp.http.Vary = "Accept-Encoding";
        set resp.body = {"{"type":"urn:mission-kb:problem:unavailable","title":"Service unavailable","status":503,"} +
            {""detail":"The service does not answer just now; ask again soon.","instance":""} +
            regsuball(regsub(req.url, "\?.*", ""), {"["\\]"}, "") + {"","errors":[]}"};
        return (deliver);
    }
}

sub vcl_hash {
    hash_data(req.http.Mission-KB-Edition);
    # The address that links are written with.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_fetch {
    # Workers repeat answers too, and may take a second to see a release. It is this cache that is told at once.
    set bereq.http.Cache-Control = "no-cache";
}

sub vcl_backend_response {
    # An application that asks a database which is behind, or ahead: for this client only.
    if (bereq.http.Mission-KB-Edition ~ "@" && beresp.http.Mission-KB-Release &&
        beresp.http.Mission-KB-Release != regsub(bereq.http.Mission-KB-Edition, "@.*", "")) {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
        return (deliver);
    }

    # What streams may be larger than all memory.
    if (!beresp.http.Content-Length && beresp.status == 200) {
        set beresp.uncacheable = true;
        set beresp.ttl = 120s;
        return (deliver);
    }

    # Clients are told to ask each time, and it is this cache that they ask. Ten minutes are the most that
    # an older release can last where an announcement never came.
    if (beresp.status == 200 && beresp.http.Cache-Control ~ "(^|,)\s*public\s*(,|$)") {
        set beresp.ttl = 10m;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.http.Mission-KB-Edition = bereq.http.Mission-KB-Edition;
        # What was said to one client alone is not repeated to others.
        unset beresp.http.RateLimit;
        unset beresp.http.RateLimit-Policy;
        unset beresp.http.X-Request-Id;
    }
}

# What cannot be had is told as the application tells it, in vcl_synth.
sub vcl_backend_error {
    return (abandon);
}

sub vcl_deliver {
    unset resp.http.Mission-KB-Edition;
    # What is kept is as good as new, and no older than `max-age` for whoever gets it.
    unset resp.http.Age;
}
