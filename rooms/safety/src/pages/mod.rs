pub(crate) mod on_call;
pub(crate) mod on_call_routes;
pub(crate) mod ways;
