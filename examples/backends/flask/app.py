"""A product with a settings page: its users, its sign-in, and the portal for its administrators."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import load_dotenv
from flask import Flask, redirect, render_template, request, send_file, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.serving import make_server

import portal_link

HERE = Path(__file__).resolve().parent
load_dotenv(HERE / ".env")  # Variables that are already set win.
for name in (*portal_link.ACCESS, "SCALEKIT_ORGANIZATION_ID"):
    if not os.environ.get(name):
        sys.exit(f"{name} is not set. Set it, or write it into the file .env beside app.py.")

PORTAL_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(os.environ["SCALEKIT_ENVIRONMENT_URL"]))
DROP_IN = HERE / "../../../dist/scalekit-admin-portal.min.js"
SCRIPT = Path(os.environ.get("PORTAL_SCRIPT") or DROP_IN).resolve()


class User(UserMixin):
    def __init__(self, name, is_admin):
        self.id, self.is_admin = name, is_admin
        self.organization_id = os.environ["SCALEKIT_ORGANIZATION_ID"]
        self.password_hash = generate_password_hash(name)  # The password is the name.


USERS = {user.id: user for user in (User("ada", is_admin=True), User("mel", is_admin=False))}

app = Flask(__name__)
app.config.update(
    SECRET_KEY=secrets.token_bytes(),  # A restart signs everybody out.
    SESSION_COOKIE_SAMESITE="Lax",
    WTF_CSRF_TIME_LIMIT=None,  # The default is an hour, but a page needs a new link after six.
)
CSRFProtect(app)
login_manager = LoginManager(app)
login_manager.login_view = "login"
login_manager.user_loader(USERS.get)
app.register_blueprint(portal_link.blueprint)


@app.route("/login", methods=["GET", "POST"])
def login():
    user = USERS.get(request.form.get("username"))
    if user and check_password_hash(user.password_hash, request.form.get("password", "")):
        login_user(user)
        return redirect(url_for("settings"))
    return render_template("login.html", failed=request.method == "POST")


@app.get("/settings")
@app.get("/settings/<any(sso, dir_sync):section>")
@login_required
def settings(section=None):
    page = render_template("settings.html", section=section)
    policy = f"default-src 'self'; frame-src {PORTAL_ORIGIN}"
    status = 200 if current_user.is_admin else 403
    return page, status, {"Content-Security-Policy": policy, "Cache-Control": "no-store"}


@app.get("/scalekit-admin-portal.min.js")
def script():
    return send_file(SCRIPT)


if __name__ == "__main__":
    if not SCRIPT.is_file():
        sys.exit(f"There is no {SCRIPT}. Let PORTAL_SCRIPT name the file with the portal's script.")
    server = make_server("127.0.0.1", int(os.environ.get("PORT", 8080)), app, threaded=True)
    print(f"Open http://localhost:{server.port}/settings", flush=True)
    server.serve_forever()
