# frozen_string_literal: true

class RegistrationsController < ApplicationController
  skip_before_action :authenticate

  def create
    @user = User.new(user_params)
    return render :new, status: :unprocessable_entity unless @user.save

    session[:user_id] = @user.id
    # todo: event identify [email, plan, school] (event-method)
    Tracking::Client.for(@user).identify
    # event: group [name, seats] (event-method)
    Tracking::Client.for(@user).identify_school if @user.school
    # event: "Signed Up" [app, path, method, referrer]
    track_event Tracking::Events::SIGNED_UP, method: "email", referrer: params[:ref]
    redirect_to root_path
  end

  def sign_in
    session[:user_id] = User.authenticate!(params[:email], params[:password]).id
    # event: "Signed In" [app, path, method] finding: TL115
    track_event(Tracking::Events::SIGNED_IN, method: "magic_link")
  end

  private

  def user_params
    params.require(:user).permit(:email, :password)
  end
end
