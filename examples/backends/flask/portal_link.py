"""The endpoint that mints portal links for a product's signed-in administrators."""

import os
from functools import cache

from flask import Blueprint, current_app, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from scalekit import ScalekitClient

PATH = "/api/portal-link"
ACCESS = ("SCALEKIT_ENVIRONMENT_URL", "SCALEKIT_CLIENT_ID", "SCALEKIT_CLIENT_SECRET")

blueprint = Blueprint("portal_link", __name__)


@cache
def scalekit():
    # Created on first use: it logs in at once, and Scalekit may be down when this server starts.
    return ScalekitClient(*(os.environ[name] for name in ACCESS))


@blueprint.post(PATH)
def portal_link():
    if not current_user.is_authenticated:
        return {"error": "Sign in first."}, 401
    if not current_user.is_admin:
        return {"error": "Administrators only."}, 403
    section = request.args.get("section")
    if section not in (None, "sso", "dir_sync"):
        return {"error": "There is no such section."}, 400
    organization_id = current_user.organization_id  # Never from the browser.
    features = None if section is None else [section]
    try:
        link = scalekit().organization.generate_portal_link(organization_id, features=features)
    except Exception as error:  # Only its class and code: its text may contain secrets.
        code = getattr(error, "error_code", None) or getattr(error, "grpc_status", None)
        reason = f"{type(error).__name__}, {code}"
        current_app.logger.error("No link for %s: %s", organization_id, reason)
        return {"error": "The portal is not available."}, 502
    return {"location": link.location}


@blueprint.errorhandler(CSRFError)
def refuse(error):
    # CSRFProtect runs before the endpoint, and a person who is not signed in has no token either.
    if not current_user.is_authenticated:
        return {"error": "Sign in first."}, 401
    return {"error": error.description}, 403


@blueprint.after_app_request
def forbid_caches(response):
    if request.path == PATH:
        response.headers["Cache-Control"] = "no-store"
    return response
