//! What everything here is called in the tables.

db::word! {
    /// What a peer supporter can do: twelve areas. The division is that of the core competencies for peer workers that
    /// SAMHSA published in 2015 (public domain); the words for them are ours, in the catalogue.
    pub enum Competency {
        /// Builds relationships of equals.
        Relationships = "relationships",
        /// Gives support.
        Support = "support",
        /// Shares own experience with purpose.
        Story = "story",
        /// Support fits the person.
        Personal = "personal",
        /// Plans for recovery.
        Recovery = "recovery",
        /// Knows what else helps, and where.
        Links = "links",
        /// Learns and passes on skills for living well.
        Skills = "skills",
        /// Helps in a crisis.
        Crisis = "crisis",
        /// Values communication.
        Communication = "communication",
        /// Works together.
        Teamwork = "teamwork",
        /// Speaks up for people.
        Leadership = "leadership",
        /// Keeps learning and looks after themselves.
        Growth = "growth",
    }
}
