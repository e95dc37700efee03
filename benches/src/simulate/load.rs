//! How people come and what they do: the load model. Nobody measured these; each is an assumption with its reason, and
//! each is a constant, so that whoever knows better changes one line and runs the simulation again.

/// Of a hundred members, so many talk to a supporter in the busiest hour. From the question that this answers: ten million
/// members, a hundred thousand conversations at once. Kept for smaller places, so that sizes compare.
const TALKING: f64 = 0.01;
/// Of all members, so many come on a day. Most who ever joined a place for support do not come every week; a judgement.
const COME_A_DAY: f64 = 0.1;
/// The busiest hour beside the mean hour. Evenings are two to three times the mean wherever people come in their own time.
const BUSIEST: f64 = 2.5;
/// Pages that somebody looks at in a visit, the first page among them; a judgement.
const PAGES: f64 = 12.0;
/// How long a visit is, in seconds; a judgement. A page that is open holds a socket where it has a live part.
const VISIT: f64 = 15.0 * 60.0;
/// Of all pages that are open, so many hold a socket. A thread, a desk, a waiting page do; most texts do not.
const HOLDS_SOCKET: f64 = 0.5;
/// How long the first page is looked at, in seconds; it holds a socket that hears of who is on duty.
const ON_FIRST_PAGE: f64 = 30.0;

/// How long a conversation is, in seconds. Written support takes longer than a call; a judgement.
const CONVERSATION: f64 = 40.0 * 60.0;
/// Messages a second in a conversation, of both together: one in half a minute, some twenty words each, which is forty
/// words a minute. People who write on a phone about what hurts do not write faster; a judgement.
const MESSAGES: f64 = 2.0 / 60.0;
/// Frames that say "is writing", for each message. The page sends one in some seconds while somebody types, and a message
/// takes some ten seconds to type.
const TYPING: f64 = 3.0;
/// Conversations of a supporter at a time, on average, when a service is busy; a judgement.
const TALKS_EACH: f64 = 1.5;
/// Of those on duty, so many are free, or nobody who asks would be offered anybody; a judgement.
const FREE: f64 = 0.2;
/// How long somebody is on duty, in seconds; a judgement.
const DUTY: f64 = 90.0 * 60.0;
/// How long somebody waits, in seconds; a judgement, and an aim.
const WAIT: f64 = 2.0 * 60.0;
/// Supporters whom one supervisor looks after, with the board open; a judgement.
const SUPERVISED: f64 = 30.0;
/// Wake-ups of the board for each conversation: asked, offered, accepted, ended, and a page closed or a duty between them.
/// Counted in the sources of rooms/support.
const BOARD_WAKES: f64 = 5.0;
/// Seconds between two signs of presence of a page that waits or is on duty: `PING_EVERY` in ground/web/src/socket.rs.
const PRESENCE: f64 = 25.0;
/// A page that is woken again and again asks once at a time, so at most so often a second: the way there and back, and the
/// time until a phone has drawn it.
const ASKS_AT_MOST: f64 = 2.0;

/// Members in live rooms in the busiest hour, of all who are there; how many are in a room, and how many messages a second
/// are said in it. Judgements.
const IN_ROOMS: f64 = 0.05;
const ROOM: f64 = 20.0;
const ROOM_MESSAGES: f64 = 10.0 / 60.0;
/// Posts and answers for each visit; a judgement.
const POSTS: f64 = 0.05;

/// Bytes that a post keeps on disk with its index of words. Sealed text of some 400 letters, some 60 tokens of the index
/// and the rows around it: added up, not measured.
const POST_BYTES: f64 = 4_000.0;

/// What a place of some size asks of its servers in the busiest hour. All rates are a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Load {
    pub(super) members: f64,
    pub(super) conversations: f64,
    pub(super) on_duty: f64,
    /// Messages of conversations.
    pub(super) messages: f64,
    /// Frames that say that somebody writes.
    pub(super) typing: f64,
    /// Requests, and so conversations that begin.
    pub(super) begun: f64,
    /// Signs of presence.
    pub(super) presence: f64,
    /// Messages in live rooms, and how many hear each.
    pub(super) room_messages: f64,
    pub(super) room_people: f64,
    pub(super) posts: f64,
    /// Pages that people ask for themselves, without the first page.
    pub(super) pages: f64,
    /// First pages that people ask for themselves.
    pub(super) first_pages: f64,
    /// First pages and waiting pages that are asked for again because somebody's duty began or ended.
    pub(super) cover_asked_again: f64,
    /// Boards that are asked for again because something happened.
    pub(super) boards: f64,
    /// Open sockets.
    pub(super) sockets: f64,
}

impl Load {
    /// A place of so many members in its busiest hour.
    pub(super) fn of(members: f64) -> Self {
        let conversations = members * TALKING;
        let begun = conversations / CONVERSATION;
        let on_duty = conversations / TALKS_EACH / (1.0 - FREE);
        let waiting = begun * WAIT;
        let supervisors = (on_duty / SUPERVISED).max(1.0);
        let visits = members * COME_A_DAY / 86_400.0 * BUSIEST;
        let there = visits * VISIT;
        let on_first_page = visits * ON_FIRST_PAGE;
        let duties = 2.0 * on_duty / DUTY;
        let rooms = there * IN_ROOMS / ROOM;
        let messages = conversations * MESSAGES;
        Self {
            members,
            conversations,
            on_duty,
            messages,
            typing: messages * TYPING,
            begun,
            presence: (waiting + on_duty) / PRESENCE,
            room_messages: rooms * ROOM_MESSAGES,
            room_people: ROOM,
            posts: visits * POSTS,
            pages: visits * (PAGES - 1.0),
            first_pages: visits,
            cover_asked_again: (on_first_page + waiting) * duties.min(ASKS_AT_MOST),
            boards: supervisors * (begun * BOARD_WAKES + duties).min(ASKS_AT_MOST),
            // Both who talk, and all who wait, are on duty or look after others hold one of their own.
            sockets: 2.0 * conversations + waiting + on_duty + supervisors + there * HOLDS_SOCKET,
        }
    }

    /// Frames that nodes tell each other, a second.
    pub(super) fn frames(&self) -> f64 {
        let duties = 2.0 * self.on_duty / DUTY;
        self.messages
            + self.typing
            + self.room_messages
            + self.posts
            + self.begun * 2.0 * BOARD_WAKES
            // Cover, the dispatcher and the board each hear of a duty.
            + 3.0 * duties
    }

    /// Rows written by people in transactions of their own, a second: what the log of the database sees.
    pub(super) fn commits(&self) -> f64 {
        self.messages + self.room_messages + self.posts * 3.0 + self.presence + self.begun * 6.0
    }

    /// Messages and posts of a year, and the bytes of posts.
    pub(super) fn year(&self) -> (f64, f64) {
        let mean = 365.0 * 86_400.0 / BUSIEST;
        ((self.messages + self.room_messages) * mean, self.posts * mean * POST_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_million_members_hold_a_hundred_thousand_conversations() {
        let load = Load::of(10e6);
        assert_eq!(load.conversations, 100_000.0);
        assert!((load.messages - 3_333.3).abs() < 1.0);
        // What grows with people alone grows in step; what grows with people times people does not.
        let tenth = Load::of(1e6);
        assert!((load.frames() / tenth.frames() - 10.0).abs() < 1e-6);
        assert!(load.cover_asked_again / tenth.cover_asked_again > 10.0);
    }

    #[test]
    fn everybody_who_talks_is_talked_to() {
        for members in [500.0, 50_000.0, 1e6] {
            let load = Load::of(members);
            assert!(load.on_duty * TALKS_EACH > load.conversations && load.sockets > 2.0 * load.conversations);
        }
    }
}
